package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
}
