package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbePublishingTest {

  private static final FamilyHeader LAG =
      FamilyHeader.of("streamgauge_lag_records", Kind.GAUGE, "Records not read yet.");
  private static final FamilyHeader AGE =
      FamilyHeader.of("streamgauge_lag_seconds", Kind.GAUGE, "Age of the first unread record.");

  private final Path folder;

  ProbePublishingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aBatchTakesThePlaceOfTheLastOne() throws IOException {
    try (TestingHost host = polling()) {
      host.script.context().publish(lag("a", 1));
      host.script.context().publish(lag("b", 2));

      assertThat(host.shown())
          .contains("streamgauge_lag_records{topic=\"b\"} 2")
          .noneMatch(line -> line.contains("topic=\"a\""));
    }
  }

  @Test
  void batch_stockLabels_hasTheLabelValuesOfFlinksMetrics() throws IOException {
    try (TestingHost host = polling()) {
      host.script.context().publish(lag("Async IO: ordered", 1));

      assertThat(host.shown()).contains("streamgauge_lag_records{topic=\"Async_IO:_ordered\"} 1");
    }
  }

  @Test
  void oldValuesAreWithdrawnAfterThreeMissedIntervals() throws IOException {
    try (TestingHost host = TestingHost.inFlink(folder)) {
      host.script.onPoll(context -> context.publish(lag("a", 1)));
      host.polling().awaitShown("streamgauge_lag_records{topic=\"a\"} 1");
      host.script.onPoll(
          context -> {
            throw new IllegalStateException("the broker is gone");
          });
      Duration valid = TestingHost.INTERVAL.multipliedBy(3).plus(TestingHost.TIMEOUT);

      host.timer.advance(valid.minusNanos(1));
      assertThat(host.shown()).contains("streamgauge_lag_records{topic=\"a\"} 1");
      host.timer.advance(Duration.ofNanos(1));

      assertThat(host.shown()).noneMatch(line -> line.startsWith("streamgauge_lag_records"));
    }
  }

  @Test
  void partsLiveEachForItself() throws IOException {
    try (TestingHost host = polling()) {
      host.script.context().publish("a", lag("a", 1), Duration.ofSeconds(1));
      host.script.context().publish("b", lag("b", 2), Duration.ofHours(1));
      host.script.context().publish("c", lag("c", 3), Duration.ofHours(1));

      host.timer.advance(Duration.ofSeconds(1));
      host.script.context().withdraw("c");

      assertThat(host.shown())
          .filteredOn(line -> line.startsWith("streamgauge_lag_records"))
          .containsExactly("streamgauge_lag_records{topic=\"b\"} 2");
    }
  }

  @Test
  void aValueCanGrowFromScrapeToScrape() throws IOException {
    try (TestingHost host = polling()) {
      Instant produced = host.script.context().clock().instant();
      host.script
          .context()
          .publish(Batch.builder().addSecondsSince(AGE, Map.of(), produced).build());

      host.timer.advance(Duration.ofMillis(1_500));

      assertThat(host.shown()).contains("streamgauge_lag_seconds{} 1.5");
    }
  }

  @Test
  void moreSeriesThanAllowedAreNotShownAndCounted() throws IOException {
    try (TestingHost host = polling()) {
      host.script.context().publish("few", lag("few", 1), Duration.ofHours(1));
      Batch.Builder many = Batch.builder();
      for (int i = 0; i < Batch.MAX_SERIES; i++) {
        many.add(LAG, Map.of("partition", Integer.toString(i)), i);
      }

      host.script.context().publish("many", many.build(), Duration.ofHours(1));

      assertThat(host.shown())
          .filteredOn(line -> line.startsWith("streamgauge_lag_records"))
          .containsExactly("streamgauge_lag_records{topic=\"few\"} 1");
      host.timer.advance(TestingHost.INTERVAL);
      host.awaitShown("streamgauge_probe_errors_total{probe=\"sample\",reason=\"limit\"} 1");
    }
  }

  private TestingHost polling() throws IOException {
    TestingHost host = TestingHost.inFlink(folder);
    host.polling().awaitShown("streamgauge_probe_up{probe=\"sample\"} 1");
    return host;
  }

  private static Batch lag(String topic, long records) {
    return Batch.builder().add(LAG, Map.of("topic", topic), records).build();
  }
}
