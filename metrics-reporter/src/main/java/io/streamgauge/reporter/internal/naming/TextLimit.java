package io.streamgauge.reporter.internal.naming;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/**
 * Shortens texts to a number of bytes in UTF-8.
 *
 * <p>A longer text is cut at a code point, and a hash of the whole text is appended, so that two
 * texts with the same beginning stay distinct and every process shortens a text alike. Immutable.
 */
public final class TextLimit {

  private static final int HASH_BYTES = 9;
  private static final int MAX_BYTES_PER_CHAR = 3;

  private final int bytes;

  /**
   * A limit.
   *
   * @throws IllegalArgumentException if a hash does not fit
   */
  public TextLimit(int bytes) {
    if (bytes < HASH_BYTES) {
      throw new IllegalArgumentException("At least " + HASH_BYTES + " bytes, found " + bytes);
    }
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** Returns the text itself if it is short enough. */
  public String apply(String text) {
    if (text.length() <= bytes / MAX_BYTES_PER_CHAR || beginning(text, bytes) == text.length()) {
      return text;
    }
    return text.substring(0, beginning(text, bytes - HASH_BYTES)) + '_' + hash(text);
  }

  /** Returns how many characters fit into a number of bytes. */
  private static int beginning(String text, int limit) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      used += utf8Bytes(codePoint);
      if (used > limit) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return end;
  }

  private static int utf8Bytes(int codePoint) {
    if (codePoint < 0x80) {
      return 1;
    }
    if (codePoint < 0x800) {
      return 2;
    }
    return codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT ? 3 : 4;
  }

  private static String hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
