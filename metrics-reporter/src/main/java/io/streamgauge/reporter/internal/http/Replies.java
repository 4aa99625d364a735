package io.streamgauge.reporter.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderValues;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;

/** The answers, as far as they do not depend on the connection. */
final class Replies {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  /** Prometheus 3 fails a scrape without this type; see its exposition formats. */
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private Replies() {}

  /** One line that says the status. */
  static FullHttpResponse text(HttpResponseStatus status) {
    return text(status, status.toString());
  }

  static FullHttpResponse text(HttpResponseStatus status, String line) {
    return whole(status, TEXT, line + "\n");
  }

  /** A request that may succeed a little later. */
  static FullHttpResponse unavailable(String reason) {
    FullHttpResponse reply = text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason);
    reply.headers().set(HttpHeaderNames.RETRY_AFTER, HttpLimits.RETRY_SECONDS);
    return reply;
  }

  static FullHttpResponse html(String page) {
    FullHttpResponse reply = whole(HttpResponseStatus.OK, HTML, page);
    reply
        .headers()
        .set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .set("X-Frame-Options", "DENY");
    return reply;
  }

  static FullHttpResponse methodNotAllowed() {
    FullHttpResponse reply = text(HttpResponseStatus.METHOD_NOT_ALLOWED);
    reply.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    return reply;
  }

  /** What comes before the metrics. */
  static HttpResponse metrics(boolean gzip) {
    HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    describeMetrics(head.headers(), gzip);
    return head;
  }

  /** The answer to HEAD: all that would come before the metrics, and nothing after it. */
  static FullHttpResponse metricsHead(boolean gzip) {
    FullHttpResponse reply =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
    describeMetrics(reply.headers(), gzip);
    return reply;
  }

  private static void describeMetrics(HttpHeaders headers, boolean gzip) {
    describe(headers, METRICS);
    headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
    if (gzip) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, HttpHeaderValues.GZIP);
    }
  }

  private static FullHttpResponse whole(HttpResponseStatus status, String type, String content) {
    ByteBuf bytes = Unpooled.wrappedBuffer(content.getBytes(UTF_8));
    FullHttpResponse reply = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
    describe(reply.headers(), type);
    reply.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
    return reply;
  }

  private static void describe(HttpHeaders headers, String type) {
    headers
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set("X-Content-Type-Options", "nosniff");
  }
}
