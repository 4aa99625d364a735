package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.limits.WaitLimit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedCounterTest {

  @Test
  void itsMakerAndOtherThreadsCountTogether() throws Exception {
    SharedCounter counter = new SharedCounter();
    List<Thread> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Thread other = new Thread(() -> count(counter, 100_000));
      others.add(other);
      other.start();
    }

    count(counter, 100_000);
    for (Thread other : others) {
      other.join(WaitLimit.LIMIT.toMillis());
    }

    assertThat(counter.getCount()).isEqualTo(400_000);
  }

  @Test
  void itGoesDownToo() {
    SharedCounter counter = new SharedCounter();

    counter.inc(5);
    counter.dec();
    counter.dec(2);

    assertThat(counter.getCount()).isEqualTo(2);
  }

  private static void count(SharedCounter counter, int times) {
    for (int i = 0; i < times; i++) {
      counter.inc();
    }
  }
}
