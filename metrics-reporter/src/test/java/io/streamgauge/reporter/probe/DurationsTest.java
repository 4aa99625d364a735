package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500 ms, PT0.5S",
    "10 s, PT10S",
    "10s, PT10S",
    "5 min, PT5M",
    "1  min, PT1M",
    "1440 min, PT24H",
    "24 h, PT24H"
  })
  void aDurationIsANumberAndAUnit(String text, Duration expected) {
    assertThat(Durations.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "0 s",
        "-1 s",
        "1.5 s",
        "1 d",
        "1 MIN",
        "25 h",
        "1441 min",
        "999999999 ms",
        "1000000000 ms"
      })
  void whatIsNothingMalformedOrLongerThanADayIsNone(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }
}
