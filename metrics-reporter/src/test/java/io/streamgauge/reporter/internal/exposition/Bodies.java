package io.streamgauge.reporter.internal.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.internal.frame.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** Reads bodies that are never waited for. */
final class Bodies {

  private Bodies() {}

  /** What a frame, which is released, looks like as plain text. */
  static String plainText(Frame frame, String... names) throws IOException {
    return new String(plainBytes(frame, names), UTF_8);
  }

  static byte[] plainBytes(Frame frame, String... names) throws IOException {
    try (PlainBody body = new PlainBody(frame, Set.of(names))) {
      return allBytes(body, 8192);
    }
  }

  static byte[] allBytes(Body body, int bufferSize) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(bufferSize);
    for (int read = body.read(buffer); read != Body.END; read = body.read(buffer)) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toByteArray();
  }
}
