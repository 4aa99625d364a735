package io.streamgauge.udf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LookupMetricsTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_500L);

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final RecordedGroup group = new RecordedGroup(recorded);

  private LookupMetrics opened() {
    return new LookupMetrics(
        "countries",
        "gs://b/countries.json",
        OperatorMetrics.of(group),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void everyCounterIsThereFromTheStart() {
    opened();

    assertThat(recorded.family("lookup_requests_total"))
        .isEqualTo(
            Map.of(
                "lookup_requests_total,lookup=countries,result=hit", 0.0,
                "lookup_requests_total,lookup=countries,result=miss", 0.0));
    assertThat(recorded.family("lookup_loads_total"))
        .containsOnlyKeys(
            "lookup_loads_total,lookup=countries,outcome=success",
            "lookup_loads_total,lookup=countries,outcome=unchanged",
            "lookup_loads_total,lookup=countries,outcome=failure")
        .doesNotContainValue(1.0);
    assertThat(recorded.family("lookup_load_failures_total"))
        .containsOnlyKeys(
            "lookup_load_failures_total,lookup=countries,reason=not_found",
            "lookup_load_failures_total,lookup=countries,reason=forbidden",
            "lookup_load_failures_total,lookup=countries,reason=throttled",
            "lookup_load_failures_total,lookup=countries,reason=unavailable",
            "lookup_load_failures_total,lookup=countries,reason=malformed",
            "lookup_load_failures_total,lookup=countries,reason=timeout",
            "lookup_load_failures_total,lookup=countries,reason=other");
    assertThat(recorded.family("lookup_info"))
        .isEqualTo(Map.of("lookup_info,lookup=countries,path=gs://b/countries.json", 1.0));
  }

  @Test
  void whatIsNotKnownYetIsNotThere() {
    opened();

    assertThat(recorded.names())
        .doesNotContain(
            "lookup_entries", "lookup_source_bytes", "lookup_last_load_timestamp_seconds");
  }

  @Test
  void aLoadTellsWhatIsInUseAndSinceWhen() {
    opened().loaded(3, 120, Duration.ofMillis(20));

    assertThat(recorded.sum("lookup_entries", "lookup", "countries")).isEqualTo(3);
    assertThat(recorded.sum("lookup_source_bytes")).isEqualTo(120);
    assertThat(recorded.sum("lookup_last_load_timestamp_seconds")).isEqualTo(1_700_000_000.5);
    assertThat(recorded.sum("lookup_loads_total", "outcome", "success")).isEqualTo(1);
    assertThat(recorded.sum("lookup_load_duration_seconds")).isEqualTo(1);
  }

  @Test
  void aSizeThatIsNotKnownIsNotThere() {
    LookupMetrics metrics = opened();

    metrics.loaded(3, Duration.ofMillis(20));

    assertThat(recorded.names()).contains("lookup_entries").doesNotContain("lookup_source_bytes");
  }

  @Test
  void aSizeThatIsNoLongerKnownHasNoValue() {
    LookupMetrics metrics = opened();
    metrics.loaded(3, 120, Duration.ofMillis(20));

    metrics.loaded(4, Duration.ofMillis(20));

    Gauge<?> bytes = (Gauge<?>) recorded.metrics("lookup_source_bytes").get(0);
    assertThat(bytes.getValue()).isNull();
    metrics.loaded(5, 60, Duration.ofMillis(20));
    assertThat(bytes.getValue()).isEqualTo(60.0);
  }

  @Test
  void unchangedDataIsUpToDateAndNoLoadThatIsTimed() {
    opened().unchanged();

    assertThat(recorded.sum("lookup_loads_total", "outcome", "unchanged")).isEqualTo(1);
    assertThat(recorded.sum("lookup_last_load_timestamp_seconds")).isEqualTo(1_700_000_000.5);
    assertThat(recorded.sum("lookup_load_duration_seconds")).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aFailureHasOneReason(LoadFailure reason) {
    opened().failed(reason);

    assertThat(recorded.sum("lookup_loads_total", "outcome", "failure")).isEqualTo(1);
    assertThat(recorded.sum("lookup_load_failures_total", "reason", reason.label())).isEqualTo(1);
    assertThat(recorded.sum("lookup_load_failures_total")).isEqualTo(1);
    assertThat(recorded.names()).doesNotContain("lookup_last_load_timestamp_seconds");
  }

  @Test
  void keysThatAreLookedUpAreHitsOrMisses() {
    LookupMetrics metrics = LookupMetrics.named("countries").open(group);

    metrics.hit();
    metrics.hit();
    metrics.miss();

    assertThat(recorded.sum("lookup_requests_total", "result", "hit")).isEqualTo(2);
    assertThat(recorded.sum("lookup_requests_total", "result", "miss")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "countries, countries",
    "what?, what?",
    "gs://bucket/a/b.json, gs://bucket/a/b.json",
    "https://me:secret@host:1/a?sig=secret, https://host:1/a",
    "https://host/a#secret, https://host/a",
    "gs://b/a#1.json, gs://b/a#1.json",
    "gs://b/a#1.json?sig=secret, gs://b/a#1.json",
    "a@b#c;d?e, a@b#c;d?e",
    "jdbc:sqlserver://db:1433;user=sa;password=geheim, jdbc:sqlserver://db:1433",
    "jdbc:sqlserver://db:1433;user=sa;password=ge@heim, ''",
    "jdbc:postgresql://u:pass@db/x?ssl=true, jdbc:postgresql://db/x",
    "jdbc:postgresql://u:pa/ss@db/x, ''",
    "https://u:pa?ss@host/a, ''",
    "https://u:pa;ss@host/a, ''",
    "https://host/a@b, ''",
    "jdbc:oracle:thin:scott/tiger@//db:1521/x, ''",
    "JDBC:oracle:thin:scott/tiger@db:1521:x, ''",
    "jdbc:h2:mem:x;USER=sa;PASSWORD=geheim, jdbc:h2:mem:x",
  })
  void ofAnAddressNeitherUserNorParametersArePublished(String path, String published) {
    LookupMetrics.named("countries").path(path).open(group);

    assertThat(recorded.sum("lookup_info", "path", published)).isEqualTo(1);
  }

  @Test
  void aNameMustNotBeBlank() {
    assertThatThrownBy(() -> LookupMetrics.named(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the name of a lookup must have 1 to 200 characters, not ' '");
  }
}
