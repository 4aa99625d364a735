package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

  private static final FamilyHeader LAG = header("streamgauge_lag_records", Kind.GAUGE);
  private static final FamilyHeader AGE = header("streamgauge_age_seconds", Kind.GAUGE);
  private static final FamilyHeader LOST = header("streamgauge_lost_total", Kind.COUNTER);
  private static final FamilyHeader SIZE = header("streamgauge_size_bytes", Kind.HISTOGRAM);

  private final Frame frame = new Frame(released -> {});

  @Test
  void add_moreLabelBytesThanAllowed_isOmittedAndCounted() {
    Batch.Builder builder = Batch.builder();
    String name = "x".repeat(1 << 20);
    for (int i = 0; i < 33; i++) {
      builder.add(LAG, Map.of("group", name + i), 1);
    }

    Batch batch = builder.add(LAG, Map.of("group", "short"), 1).add(AGE, Map.of(), 1).build();

    assertThat(batch.omitted()).isEqualTo(2);
    assertThat(batch.families()).extracting(BatchFamily::size).containsExactly(1, 32);
    assertThat(batch.relabeled(labels -> labels).omitted()).isEqualTo(2);
  }

  @Test
  void add_moreSeriesThanAllowed_isOmittedAndCounted() {
    Batch.Builder builder = Batch.builder();
    for (int i = 0; i <= Batch.MAX_SERIES; i++) {
      builder.add(LAG, Map.of("group", "g" + i), 1);
    }

    assertThat(builder.build().omitted()).isEqualTo(1);
  }

  @Test
  void labelValues_areShortenedBeforeTheyAreCounted() {
    Batch.Builder builder = Batch.builder((label, value) -> label + value.length());
    for (int i = 0; i < 40; i++) {
      builder.add(LAG, Map.of("group", "x".repeat((1 << 20) + i)), 1);
    }

    Batch batch = builder.build();

    assertThat(batch.omitted()).isZero();
    assertThat(batch.families().get(0).labels(0)).hasToString("{group=\"group1048576\"}");
  }

  @Test
  void familiesComeInOrderOfTheirNames() {
    Batch batch =
        Batch.builder()
            .add(LOST, Map.of(), 1)
            .add(AGE, Map.of(), 2)
            .add(LAG, Map.of("topic", "b"), 3)
            .add(LAG, Map.of("topic", "a"), 4)
            .build();

    assertThat(batch.families())
        .extracting(family -> family.header().name())
        .containsExactly(
            "streamgauge_age_seconds", "streamgauge_lag_records", "streamgauge_lost_total");
  }

  @Test
  void valuesOfEachTypeGetIntoAFrame() {
    Buckets buckets = Buckets.of(new double[] {1}, new long[] {2, 3}, 40);
    Batch batch =
        Batch.builder()
            .add(LAG, Map.of("topic", "a"), Long.MAX_VALUE)
            .add(LAG, Map.of("topic", "b"), 0.5)
            .add(SIZE, Map.of(), buckets)
            .build();

    fill(batch, 0);

    assertThat(frame.familyCount()).isEqualTo(2);
    assertThat(frame.family(0)).isEqualTo(LAG);
    assertThat(frame.labels(0)).hasToString("{topic=\"a\"}");
    assertThat(frame.shape(0)).isEqualTo(Frame.INTEGER);
    assertThat(frame.integerAt(frame.valueStart(0))).isEqualTo(Long.MAX_VALUE);
    assertThat(frame.shape(1)).isEqualTo(Frame.REAL);
    assertThat(frame.realAt(frame.valueStart(1))).isEqualTo(0.5);
    assertThat(frame.shape(2)).isEqualTo(Frame.HISTOGRAM);
    assertThat(frame.realAt(frame.valueStart(2) + 1)).isEqualTo(1);
    assertThat(frame.integerAt(frame.valueStart(2) + 3)).isEqualTo(5);
  }

  @Test
  void secondsSinceAMomentGrowFromScrapeToScrape() {
    Batch batch = Batch.builder().addSecondsSince(AGE, Map.of(), Instant.ofEpochMilli(500)).build();

    fill(batch, 1_750);
    double first = frame.realAt(frame.valueStart(0));
    fill(batch, 2_750);
    double second = frame.realAt(frame.valueStart(0));

    assertThat(first).isEqualTo(1.25);
    assertThat(second).isEqualTo(2.25);
  }

  @Test
  void aMomentAheadIsZeroSecondsAgo() {
    Batch batch = Batch.builder().addSecondsSince(AGE, Map.of(), Instant.ofEpochMilli(500)).build();

    fill(batch, 100);

    assertThat(frame.realAt(frame.valueStart(0))).isZero();
  }

  @Test
  void anUnknownValueIsLeftOut() {
    Batch batch = Batch.builder().add(LAG, Map.of(), Double.NaN).build();

    assertThat(batch.families()).isEmpty();
  }

  @Test
  void labelsInAnotherOrderAreTheSameSeries() {
    Map<String, String> there = new LinkedHashMap<>();
    there.put("topic", "a");
    there.put("partition", "0");
    Map<String, String> back = new LinkedHashMap<>();
    back.put("partition", "0");
    back.put("topic", "a");
    Batch.Builder builder = Batch.builder().add(LAG, there, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(LAG, back, 2))
        .withMessage(
            "A series is in a batch once, found twice:"
                + " streamgauge_lag_records{partition=\"0\",topic=\"a\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lag",
        "flink_lag",
        "streamgauge_",
        "streamgauge_Lag",
        "streamgauge_lag-records",
        "streamgauge_lag_count",
        "streamgauge_lag_total"
      })
  void aNameThatBreaksTheRulesIsRefused(String name) {
    FamilyHeader wrong = header(name, Kind.GAUGE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.builder().add(wrong, Map.of(), 1))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "a-b", "__name__", "le", "quantile", "ä"})
  void aLabelNameThatBreaksTheRulesIsRefused(String label) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.builder().add(LAG, Map.of(label, "x"), 1));
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    Buckets buckets = Buckets.of(new double[] {}, new long[] {0}, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.builder().add(LAG, Map.of(), buckets));
    assertThatIllegalArgumentException().isThrownBy(() -> Batch.builder().add(SIZE, Map.of(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Batch.builder().add(LOST, Map.of(), -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batch.builder().addSecondsSince(LOST, Map.of(), Instant.EPOCH));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Batch.builder().add(header("streamgauge_x", Kind.SUMMARY), Map.of(), 1.0));
  }

  @Test
  void aFamilyWithAnotherHelpIsRefused() {
    FamilyHeader other = FamilyHeader.of(LAG.name(), Kind.GAUGE, "Something else.");
    Batch.Builder builder = Batch.builder().add(LAG, Map.of("topic", "a"), 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add(other, Map.of("topic", "b"), 1))
        .withMessage("A family has one type and help, found another for streamgauge_lag_records");
  }

  @Test
  void familiesAreJoinedWithoutDoubles() {
    BatchFamily first = Batch.builder().add(LAG, Map.of("topic", "a"), 1).build().families().get(0);
    BatchFamily second =
        Batch.builder()
            .add(LAG, Map.of("topic", "a"), 2)
            .add(LAG, Map.of("topic", "b"), 3)
            .build()
            .families()
            .get(0);

    BatchFamily both = first.plus(second);

    assertThat(both.size()).isEqualTo(2);
    assertThat(both.labels(0)).isEqualTo(Labels.of(Map.of("topic", "a")));
    assertThat(both.labels(1)).isEqualTo(Labels.of(Map.of("topic", "b")));
    frame.begin();
    both.appendTo(frame, 0);
    assertThat(frame.integerAt(frame.valueStart(0))).isEqualTo(1);
  }

  private void fill(Batch batch, long nowMillis) {
    frame.begin();
    batch.families().forEach(family -> family.appendTo(frame, nowMillis));
  }

  private static FamilyHeader header(String name, Kind kind) {
    return FamilyHeader.of(name, kind, "What it is.");
  }
}
