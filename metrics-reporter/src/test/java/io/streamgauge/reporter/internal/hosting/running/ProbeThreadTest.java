package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class ProbeThreadTest {

  @Test
  void start_noMemoryForTheFirstTask_leavesNoThread() {
    ProbeThread thread =
        new ProbeThread("test", getClass().getClassLoader(), new WithoutMemory<>());

    assertThatThrownBy(() -> thread.start(() -> {}, () -> {})).isInstanceOf(OutOfMemoryError.class);

    assertThat(thread.isAlive()).isFalse();
  }

  private static final class WithoutMemory<T> extends LinkedBlockingQueue<T> {

    private static final long serialVersionUID = 1;

    @Override
    public boolean add(T element) {
      throw new OutOfMemoryError("made up by the test");
    }
  }
}
