package io.streamgauge.udf.kafka;

import org.jspecify.annotations.Nullable;

/** How long keys and values are. */
final class Sizes {

  private Sizes() {}

  static int of(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
