package io.streamgauge.udf.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CauseLimitTest {

  private long nanos = -5;
  private final CauseLimit limit = new CauseLimit(() -> nanos);

  @Test
  void sameCause_withinAMinute_isRefused() {
    assertThat(limit.admit("a")).isZero();
    nanos += TimeUnit.SECONDS.toNanos(59);

    assertThat(limit.admit("a")).isEqualTo(CauseLimit.REFUSED);
    assertThat(limit.admit("b")).isZero();
  }

  @Test
  void sameCause_afterAMinute_isAdmittedWithTheNumberRefused() {
    limit.admit("a");
    limit.admit("a");
    limit.admit("a");
    nanos += TimeUnit.SECONDS.toNanos(60);

    assertThat(limit.admit("a")).isEqualTo(2);
    assertThat(limit.admit("a")).isEqualTo(CauseLimit.REFUSED);
  }

  @Test
  void causesFromData_areBoundedInNumber() {
    long admitted = 0;
    for (int i = 0; i < 10_000; i++) {
      admitted += limit.admit("cause " + i) == CauseLimit.REFUSED ? 0 : 1;
    }
    assertThat(admitted).isEqualTo(200);

    nanos += TimeUnit.SECONDS.toNanos(60);

    assertThat(limit.admit("another")).isZero();
  }
}
