package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.http.FakeSource.FakeBody;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultHttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;

class MetricsHandlerTest {

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final FakeSource source = new FakeSource(FakeBody::empty);
  private final HttpLimits limits = HttpLimits.defaults();
  private final Connections connections = new Connections(limits);

  @Test
  void request_clientGoneBeforeItsAnswer_opensNoBody() {
    source.room(() -> channel.close().isSuccess());
    AnswerQueue queue = new AnswerQueue(source, connections, channel.eventLoop());
    Connection connection = new Connection(channel, connections, limits);
    channel.pipeline().addLast(new MetricsHandler(source, queue, connection, limits));

    channel
        .pipeline()
        .fireChannelRead(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/metrics"));

    assertThat(source.attempts()).isEqualTo(1);
    assertThat(source.opened()).isEmpty();
  }
}
