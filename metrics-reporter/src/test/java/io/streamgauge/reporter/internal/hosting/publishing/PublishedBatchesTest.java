package io.streamgauge.reporter.internal.hosting.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.BatchFamily;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PublishedBatchesTest {

  private static final FamilyHeader LAG = header("streamgauge_lag_records");
  private static final FamilyHeader AGE = header("streamgauge_age_seconds");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final PublishedBatches published = new PublishedBatches(now::get);

  @Test
  void familiesOfSeveralOwnersAreOneInOrderOfTheirNames() {
    published.publish("b", "", batch(LAG, "b"), HOUR);
    published.publish("a", "", batch(LAG, "a"), HOUR);
    published.publish("a", "age", batch(AGE, "a"), HOUR);

    assertThat(shown())
        .containsExactly(
            "streamgauge_age_seconds{from=\"a\"} 1",
            "streamgauge_lag_records{from=\"a\"} 1",
            "streamgauge_lag_records{from=\"b\"} 1");
  }

  @Test
  void ofTwoEqualSeriesOneIsShown() {
    published.publish("a", "", batch(LAG, "same"), HOUR);
    published.publish("b", "", batch(LAG, "same"), HOUR);

    assertThat(shown()).containsExactly("streamgauge_lag_records{from=\"same\"} 1");
  }

  @Test
  void ofTwoTypesUnderOneNameOneIsShown() {
    FamilyHeader histogramOfThatName =
        FamilyHeader.of(LAG.name(), Kind.HISTOGRAM, "Something else.");
    Batch other =
        Batch.builder()
            .add(histogramOfThatName, Map.of(), Buckets.of(new double[] {}, new long[] {0}, 0))
            .build();
    published.publish("a", "", batch(LAG, "a"), HOUR);
    published.publish("b", "", other, HOUR);

    assertThat(shown()).containsExactly("streamgauge_lag_records{from=\"a\"} 1");
  }

  @Test
  void aBatchIsShownUntilItsTimeIsOver() {
    published.publish("a", "", batch(LAG, "short"), Duration.ofNanos(10));
    published.publish("b", "", batch(LAG, "long"), Duration.ofNanos(20));

    now.addAndGet(9);
    assertThat(shown()).hasSize(2);
    now.addAndGet(1);
    assertThat(shown()).containsExactly("streamgauge_lag_records{from=\"long\"} 1");
    now.addAndGet(10);

    assertThat(shown()).isEmpty();
  }

  @Test
  void whatIsShownDoesNotChangeUntilSomethingIsPublished() {
    published.publish("a", "", batch(LAG, "a"), HOUR);

    List<BatchFamily> first = published.families();
    now.addAndGet(1_000);

    assertThat(published.families()).isSameAs(first);
  }

  @Test
  void aPartOfManyIsRefusedAndWithdrawn() {
    for (int part = 0; part < 256; part++) {
      assertThat(published.publish("a", "part" + part, batch(LAG, "a" + part), HOUR)).isTrue();
    }

    assertThat(published.publish("a", "one more", batch(LAG, "b"), HOUR)).isFalse();
    assertThat(shown()).hasSize(256);
  }

  @Test
  void publish_moreLabelBytesThanAllowed_isRefused() {
    assertThat(published.publish("a", "1", longNames("first"), HOUR)).isTrue();
    assertThat(published.publish("a", "2", longNames("second"), HOUR)).isFalse();
    assertThat(published.publish("b", "1", longNames("first"), HOUR)).isTrue();

    assertThat(shown()).as("that of a and that of b are equal").hasSize(600);
  }

  /** A batch of more than half the bytes that are allowed, with names of 30 kB. */
  private static Batch longNames(String from) {
    Batch.Builder batch = Batch.builder();
    String name = "x".repeat(30_000);
    for (int i = 0; i < 600; i++) {
      batch.add(LAG, Map.of("from", from, "name", name + i), 1);
    }
    return batch.build();
  }

  private List<String> shown() {
    return Published.lines(published, 0);
  }

  private static Batch batch(FamilyHeader header, String from) {
    return Batch.builder().add(header, Map.of("from", from), 1).build();
  }

  private static FamilyHeader header(String name) {
    return FamilyHeader.of(name, Kind.GAUGE, "What it is.");
  }
}
