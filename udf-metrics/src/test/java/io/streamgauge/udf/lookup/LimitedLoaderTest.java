package io.streamgauge.udf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
