package io.streamgauge.benchmarks.cell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** An answer that was read to its end. */
final class HttpAnswer {

  private final String head;
  private final byte[] body;

  private HttpAnswer(String head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  static HttpAnswer of(byte[] bytes) {
    int end = new String(bytes, 0, Math.min(bytes.length, 8192), ISO_8859_1).indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalArgumentException("an answer has a head of at most 8 KB");
    }
    String head = new String(bytes, 0, end, ISO_8859_1).toLowerCase(Locale.ROOT);
    byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    return new HttpAnswer(head, head.contains("transfer-encoding: chunked") ? joined(rest) : rest);
  }

  private static byte[] joined(byte[] chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(chunks.length);
    int at = 0;
    while (at < chunks.length) {
      int lineEnd = at;
      while (chunks[lineEnd] != '\r') {
        lineEnd++;
      }
      int size = Integer.parseInt(new String(chunks, at, lineEnd - at, ISO_8859_1), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(chunks, lineEnd + 2, size);
      at = lineEnd + 2 + size + 2;
    }
    throw new IllegalArgumentException("an answer in chunks ends with an empty one");
  }

  /** The body's bytes as they were sent. */
  int length() {
    return body.length;
  }

  /** The body, decompressed. */
  String text() throws IOException {
    InputStream sent = new ByteArrayInputStream(body);
    boolean isGzip = head.contains("content-encoding: gzip");
    try (InputStream plain = isGzip ? new GZIPInputStream(sent) : sent) {
      return new String(plain.readAllBytes(), UTF_8);
    }
  }
}
