package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.settings.DurationText;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.settings.Durations;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSettingsTest {

  @Test
  void withoutASettingAllKindsAreOpenAndTheWindowIsAMinute() throws ProbeException {
    EventSettings settings = EventSettings.from(Map.of());

    assertThat(EventKind.values()).allMatch(settings::isOpen);
    assertThat(settings.foldWindow()).isEqualTo(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @EnumSource
  void eachKindHasAKey(EventKind kind) throws ProbeException {
    String key = "events." + kind.label().replace('_', '-');

    assertThat(EventSettings.from(Map.of(key, "true")).isOpen(kind)).isTrue();
    assertThat(EventSettings.from(Map.of(key, "false")).isOpen(kind)).isFalse();
  }

  @Test
  void theCaseOfAFlagDoesNotMatter() throws ProbeException {
    assertThat(EventSettings.from(Map.of("events.failure", "False")).isOpen(EventKind.FAILURE))
        .isFalse();
  }

  @Test
  void keysThatAreNotBelowEventsAreOfOthers() throws ProbeException {
    EventSettings settings =
        EventSettings.from(Map.of("interval", "x", "eventsx.y", "z", "jobmanager.rest.url", "u"));

    assertThat(EventKind.values()).allMatch(settings::isOpen);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "events.failure | yes | it must be true or false",
        "events.enabled | '' | it must be true or false",
        "events.fold-window | 60000 |"
            + " it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h",
        "events.fold-window | 0 s |"
            + " it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h"
      })
  void aFaultNamesKeyAndRule(String key, String value, String rule) {
    assertThatThrownBy(() -> EventSettings.from(Map.of(key, value)))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessage("metrics.reporter.streamgauge.checkpoint." + key + ": " + rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "500 ms",
        "10 s",
        "5 min",
        "1 h",
        "24 h",
        "10s",
        " 1  min ",
        "25 h",
        "0 s",
        "1 d",
        "-1 s",
        "1.5 s",
        "",
        "s",
        "999999999 ms",
        "1000000000 ms",
        "1440 min",
        "1441 min",
        "1 MIN"
      })
  void aDurationIsReadAsTheReporterReadsIt(String text) {
    assertThat(DurationText.parse(text)).isEqualTo(Durations.parse(text));
    assertThat(DurationText.RULE).isEqualTo(Durations.RULE);
  }
}
