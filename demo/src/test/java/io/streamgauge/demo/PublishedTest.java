package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.demo.Published.Signal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishedTest {
  private static final URI ONE = URI.create("http://127.0.0.1:1/metrics");
  private static final URI TWO = URI.create("http://127.0.0.1:2/metrics");

  private final Published published =
      new Published(
          Map.of(
              ONE,
              Exposition.parse("# TYPE x counter\nx{o=\"a\",i=\"0\"} 1\nx{o=\"b\",i=\"0\"} 100\n"),
              TWO,
              Exposition.parse("# TYPE x counter\nx{o=\"a\",i=\"1\"} 2\n")),
          Map.of());

  @Test
  void aSignalIsSummedOverProcessesAndSubtasks() {
    Signal signal = new Signal("x", Map.of("o", "a"));

    assertThat(published.sum(signal)).hasValue(3);
    assertThat(published.min(signal)).hasValue(1);
  }

  @Test
  void aSignalWithoutSeriesIsAbsent() {
    assertThat(published.sum(new Signal("x", Map.of("o", "c")))).isEmpty();
    assertThat(published.sum(new Signal("y", Map.of()))).isEmpty();
  }

  @Test
  void aTypeIsThatOfAllProcesses() {
    assertThat(published.types("x")).containsExactly("counter");
    assertThat(published.types("y")).isEmpty();
  }

  @Test
  void anEndpointThatDoesNotAnswerIsAFault() {
    URI closed = URI.create("http://127.0.0.1:1/metrics");

    Published nothing = Published.scrape(List.of(closed));

    assertThat(nothing.fault(closed)).get().asString().contains("GET " + closed);
    assertThat(nothing.size(closed)).isZero();
  }
}
