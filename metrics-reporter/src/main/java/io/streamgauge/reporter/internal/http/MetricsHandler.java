package io.streamgauge.reporter.internal.http;

import io.streamgauge.reporter.internal.http.AnswerQueue.Entry;
import java.time.Duration;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests for the metrics, one at a time. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class MetricsHandler extends SimpleChannelInboundHandler<HttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsHandler.class);

  private static final String NO_ROOM =
      "Too many responses wait for their clients to read them; ask again later.";

  private final MetricsSource source;
  private final ScrapeRequestParser parser;
  private final AnswerQueue queue;
  private final Connection connection;
  private final HttpLimits limits;

  private @Nullable Entry waiting;
  private @Nullable BodyStream stream;

  MetricsHandler(
      MetricsSource source, AnswerQueue queue, Connection connection, HttpLimits limits) {
    this.source = source;
    this.queue = queue;
    this.parser = new ScrapeRequestParser(limits.scrape());
    this.connection = connection;
    this.limits = limits;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
    ScrapeRequest scrape;
    try {
      scrape = parser.parse(request);
    } catch (IllegalArgumentException malformed) {
      context.writeAndFlush(Replies.text(HttpResponseStatus.BAD_REQUEST));
      return;
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      context.writeAndFlush(Replies.metricsHead(scrape.gzip()));
    } else {
      waiting =
          queue.add(
              connection,
              scrape,
              admitted -> answer(context, request, admitted),
              () -> refuse(context));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (stream != null) {
      stream.wake();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (waiting != null) {
      queue.remove(waiting);
    }
    if (stream != null) {
      stream.close();
    }
    context.fireChannelInactive();
  }

  /** Closes the connection, whatever failed between the client and here. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("Closing the connection of a client", cause);
    connection.cut();
  }

  private void answer(ChannelHandlerContext context, HttpRequest request, ScrapeRequest scrape) {
    waiting = null;
    if (!context.channel().isActive()) {
      return;
    }
    Duration patience = scrape.timeLimit().plus(limits.stall());
    stream = new BodyStream(context, connection, head(request, scrape), patience);
    connection.answersWith(stream);
    stream.open(source, scrape);
  }

  private void refuse(ChannelHandlerContext context) {
    waiting = null;
    context.writeAndFlush(Replies.unavailable(NO_ROOM));
  }

  /** A client of HTTP/1.0 knows no chunks: there the end of the connection is the end of all. */
  private static HttpResponse head(HttpRequest request, ScrapeRequest scrape) {
    HttpResponse head = Replies.metrics(scrape.gzip());
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      head.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return head;
  }
}
