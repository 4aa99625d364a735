package io.streamgauge.benchmarks.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.benchmarks.peer.Peer;
import io.streamgauge.cluster.FreePorts;
import java.io.IOException;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeersTest {

  private static final int OURS_OF_ITSELF_AT_MOST = 50;

  /** The stock reporter is left out: it listens on all addresses. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STOCK")
  void eachPeerPublishesAllSamplesWithAndWithoutCompression(Peer peer) throws IOException {
    int port = FreePorts.next();
    MetricReporter reporter = peer.start(port);
    try {
      new FlinkWorkload(1_000).addTo(reporter);

      int gzip = ScrapeClient.gzip(port, "/metrics").samples();
      int plain = ScrapeClient.plain(port).samples();

      int expected = 10 * FlinkWorkload.SAMPLES_OF_SUBTASK;
      assertThat(gzip).isEqualTo(plain);
      assertThat(gzip).isBetween(expected, expected + OURS_OF_ITSELF_AT_MOST);
    } finally {
      reporter.close();
    }
  }
}
