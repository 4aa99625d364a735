package io.streamgauge.reporter.internal.http;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelDuplexHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelPromise;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.ChannelInputShutdownEvent;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpUtil;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.LastHttpContent;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Lets the requests of one connection through one after the other, and ends the connection after
 * the last answer.
 *
 * <p>Content is dropped here: no request that is answered has any.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class RequestGate extends ChannelDuplexHandler {

  /** The form of a date that RFC 9110, section 5.6.7 prescribes. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Connection connection;
  private final Clock clock;
  private final Queue<HttpRequest> waiting = new ArrayDeque<>();

  private @Nullable HttpRequest current;
  private boolean lastTaken;
  private boolean dispatching;

  RequestGate(Connection connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
    if (message instanceof HttpRequest && !lastTaken) {
      take(context, (HttpRequest) message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      lastTaken = true;
      if (current == null) {
        context.close();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse) {
      complete((HttpResponse) message);
    }
    if (message instanceof LastHttpContent) {
      promise.addListener(done -> answered(context, done.isSuccess()));
    }
    context.write(message, promise);
  }

  private void take(ChannelHandlerContext context, HttpRequest request) {
    if (waiting.size() == HttpLimits.WAITING_REQUESTS) {
      giveUp();
      return;
    }
    lastTaken = !HttpUtil.isKeepAlive(request) || isBroken(request) || hasContent(request);
    waiting.add(request);
    dispatch(context);
  }

  /* A loop, not a recursion: an answer may be complete before fireChannelRead returns. */
  private void dispatch(ChannelHandlerContext context) {
    if (dispatching) {
      return;
    }
    dispatching = true;
    while (current == null && !waiting.isEmpty()) {
      current = waiting.remove();
      connection.answering();
      context.fireChannelRead(current);
    }
    dispatching = false;
  }

  private void complete(HttpResponse response) {
    if (current == null || !endsByItself(response, current) || connection.isToGiveWay()) {
      lastTaken = true;
      waiting.clear();
    }
    response.headers().set(HttpHeaderNames.DATE, DATE.format(clock.instant()));
    if (lastTaken && waiting.isEmpty()) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (current != null && current.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
  }

  private void answered(ChannelHandlerContext context, boolean sent) {
    current = null;
    if (!sent) {
      giveUp();
    } else if (!waiting.isEmpty()) {
      dispatch(context);
    } else if (lastTaken) {
      connection.leave();
    } else {
      connection.idle();
    }
  }

  private void giveUp() {
    lastTaken = true;
    waiting.clear();
    connection.cut();
  }

  private static boolean endsByItself(HttpResponse response, HttpRequest request) {
    return HttpUtil.isContentLengthSet(response)
        || HttpUtil.isTransferEncodingChunked(response)
        || request.method().equals(HttpMethod.HEAD);
  }

  static boolean isBroken(HttpRequest request) {
    return request.decoderResult().isFailure();
  }

  static boolean hasContent(HttpRequest request) {
    return HttpUtil.isTransferEncodingChunked(request)
        || request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }
}
