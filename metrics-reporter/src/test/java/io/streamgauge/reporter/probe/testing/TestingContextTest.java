package io.streamgauge.reporter.probe.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.internal.naming.Catalogue;
import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.NamingRules;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestingContextTest {

  private final Catalogue own;

  TestingContextTest() throws IOException {
    own =
        Catalogue.of(
            "acme",
            new StringReader("acme_queue_depth\tgauge\tqueue\tMessages in the queue\n"),
            NamingRules::checkName);
  }

  @Test
  void ownCatalogue_hasTheFamiliesOfTheProbe() {
    TestingContext context = new TestingContext().with(own);

    context.publish(context.batch().add(context.family("queue_depth"), Map.of(), 3).build());

    assertThat(context.published().values()).containsOnly(Map.entry("acme_queue_depth", 3.0));
    assertThat(PublishedSeries.of(own, series -> series.add("queue_depth", 3)).values())
        .isEqualTo(context.published().values());
  }

  @Test
  void publish_familyOfAnotherPrefix_isRefusedAsByTheHost() {
    TestingContext context = new TestingContext();
    FamilyHeader depth = FamilyHeader.of("acme_queue_depth", Kind.GAUGE, "Messages in the queue");
    Batch batch = context.batch().add(depth, Map.of(), 3).build();

    assertThatThrownBy(() -> context.publish(batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The probe must not publish acme_queue_depth: its catalogue has another prefix");
    assertThat(context.parts()).isEmpty();
  }
}
