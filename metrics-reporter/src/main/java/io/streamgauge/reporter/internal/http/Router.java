package io.streamgauge.reporter.internal.http;

import java.util.function.BooleanSupplier;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.SimpleChannelInboundHandler;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.TooLongHttpHeaderException;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request but good ones for the metrics, which it passes on. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Router extends SimpleChannelInboundHandler<HttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final String landingPage;
  private final BooleanSupplier ready;

  Router(String landingPage, BooleanSupplier ready) {
    this.landingPage = landingPage;
    this.ready = ready;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpRequest request) {
    HttpResponse refusal = refusal(request);
    if (refusal != null) {
      context.writeAndFlush(refusal);
    } else if (path(request.uri()).equals("/metrics")) {
      context.fireChannelRead(request);
    } else {
      context.writeAndFlush(page(path(request.uri())));
    }
  }

  private HttpResponse page(String path) {
    switch (path) {
      case "/":
        return Replies.html(landingPage);
      case "/-/healthy":
        return Replies.text(HttpResponseStatus.OK, "Streamgauge is healthy.");
      default:
        return readiness();
    }
  }

  private HttpResponse readiness() {
    return isReady()
        ? Replies.text(HttpResponseStatus.OK, "Streamgauge is ready.")
        : Replies.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "Streamgauge is not ready.");
  }

  private boolean isReady() {
    try {
      return ready.getAsBoolean();
    } catch (RuntimeException broken) {
      LOG.debug("Reporting not ready because readiness is unknown", broken);
      return false;
    }
  }

  private static @Nullable HttpResponse refusal(HttpRequest request) {
    if (RequestGate.isBroken(request)) {
      return Replies.text(brokenStatus(request.decoderResult().cause()));
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return Replies.text(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
    }
    if (!namesItsHost(request)) {
      return Replies.text(HttpResponseStatus.BAD_REQUEST, "400 Bad Request: one Host is needed");
    }
    if (!isServed(path(request.uri()))) {
      return Replies.text(HttpResponseStatus.NOT_FOUND);
    }
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      return Replies.methodNotAllowed();
    }
    if (RequestGate.hasContent(request)) {
      return Replies.text(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
    }
    return null;
  }

  private static HttpResponseStatus brokenStatus(Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpResponseStatus.REQUEST_URI_TOO_LONG;
    }
    return cause instanceof TooLongHttpHeaderException
        ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        : HttpResponseStatus.BAD_REQUEST;
  }

  /** What RFC 9112, section 3.2 demands of a request that is not of version 1.0. */
  private static boolean namesItsHost(HttpRequest request) {
    return request.protocolVersion().equals(HttpVersion.HTTP_1_0)
        || request.headers().getAll(HttpHeaderNames.HOST).size() == 1;
  }

  private static boolean isServed(String path) {
    switch (path) {
      case "/":
      case "/metrics":
      case "/-/healthy":
      case "/-/ready":
        return true;
      default:
        return false;
    }
  }

  /** The path of a target, which may name scheme and host before it. */
  private static String path(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    int scheme = path.startsWith("/") ? -1 : path.indexOf("://");
    if (scheme < 0) {
      return path;
    }
    int slash = path.indexOf('/', scheme + 3);
    return slash < 0 ? "/" : path.substring(slash);
  }
}
