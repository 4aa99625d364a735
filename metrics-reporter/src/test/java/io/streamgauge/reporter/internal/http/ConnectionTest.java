package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

class ConnectionTest {

  private static final long NOTHING_SCHEDULED = -1;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Connection connection =
      new Connection(channel, new Connections(HttpLimits.defaults()), HttpLimits.defaults());

  ConnectionTest() {
    channel.pipeline().addFirst(connection);
    channel.pipeline().fireChannelActive();
  }

  @Test
  void aClientHasALimitFromTheBeginning() {
    assertThat(channel.runScheduledPendingTasks()).isPositive();
  }

  @Test
  void nothingIsWaitedForOfAClientThatIsGone() {
    assertThat(channel.close().isSuccess()).isTrue();
    // The decoder makes a broken request of what has come, and the gate lets it through.
    connection.answering();
    connection.idle();

    assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
  }
}
