package io.streamgauge.reporter.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.naming.LabelLimits;
import io.streamgauge.reporter.internal.naming.LabelRules;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchNamingTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Lag.");

  private final Drops drops = new Drops();

  @Test
  void seriesThatBecomeEqual_firstStaysAndTheRestAreCounted() {
    Batch batch =
        Batch.builder()
            .add(LAG, Map.of("topic", "a-b"), 1)
            .add(LAG, Map.of("topic", "a.b"), 2)
            .build();

    Batch named = naming(/* stock= */ true).apply(batch);

    assertThat(named.families()).hasSize(1);
    assertThat(named.families().get(0).size()).isEqualTo(1);
    assertThat(named.families().get(0).labels(0)).hasToString("{topic=\"a_b\"}");
    assertThat(drops.count(DropReason.EQUAL_LABELS)).isEqualTo(1);
  }

  @Test
  void byDefault_familiesAreUnchanged() {
    Batch batch = Batch.builder().add(LAG, Map.of("topic", "a-b"), 1).build();

    assertThat(naming(/* stock= */ false).apply(batch).families().get(0))
        .isSameAs(batch.families().get(0));
    assertThat(drops.count(DropReason.EQUAL_LABELS)).isZero();
  }

  @Test
  void seriesThatBecomesEqualToAnUnchangedOne_isDropped() {
    Batch batch =
        Batch.builder()
            .add(LAG, Map.of("topic", "a_b"), 1)
            .add(LAG, Map.of("topic", "a.b"), 2)
            .add(LAG, Map.of("topic", "c.d"), 3)
            .build();

    BatchFamily named = naming(/* stock= */ true).apply(batch).families().get(0);

    assertThat(named.size()).isEqualTo(2);
    assertThat(named.labels(1)).hasToString("{topic=\"c_d\"}");
    assertThat(drops.count(DropReason.EQUAL_LABELS)).isEqualTo(1);
  }

  private BatchNaming naming(boolean stock) {
    return new BatchNaming(
        new LabelRules(Set.of(), stock, new LabelLimits(1_000, 24), (reason, label) -> {}), drops);
  }
}
