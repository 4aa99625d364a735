package io.streamgauge.udf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LimitedLoaderTest {

  @Test
  void aThreadThatCannotBeStartedIsNotAwaited() throws Exception {
    OutOfMemoryError full = new OutOfMemoryError("unable to create native thread");
    LimitedLoader<String, String> loader =
        new LimitedLoader<>(
            new ScriptedSource(), Duration.ofMinutes(1), task -> new Unstartable(task, full));

    assertThatThrownBy(() -> loader.load(null)).isSameAs(full);

    assertThat(loader.awaitEnd(Duration.ofMillis(1))).isTrue();
  }

  @Test
  void load_endsAfterItsLimit_itsDataIsNotKept() throws Exception {
    CountDownLatch abandoned = new CountDownLatch(1);
    List<WeakReference<LookupData<String, String>>> late = new CopyOnWriteArrayList<>();
    ScriptedSource source =
        new ScriptedSource()
            .then(
                () -> {
                  abandoned.await();
                  LookupData<String, String> data = LookupData.of(Map.of("de", "Germany"), "1");
                  late.add(new WeakReference<>(data));
                  return Optional.of(data);
                });
    LimitedLoader<String, String> loader =
        new LimitedLoader<>(source, Duration.ofMillis(50), Thread::new);

    assertThatThrownBy(() -> loader.load(null)).isInstanceOf(LoadException.class);
    abandoned.countDown();
    assertThat(loader.awaitEnd(Duration.ofMinutes(1))).isTrue();

    await()
        .until(
            () -> {
              System.gc();
              return late.get(0).get() == null;
            });
    loader.close();
  }

  private static final class Unstartable extends Thread {

    private final Error failure;

    Unstartable(Runnable task, Error failure) {
      super(task, "unstartable");
      this.failure = failure;
    }

    @Override
    public synchronized void start() {
      throw failure;
    }
  }
}
