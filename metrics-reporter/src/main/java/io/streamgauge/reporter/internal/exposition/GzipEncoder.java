package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * Encodes frames as gzip (RFC 1952) of the text format 0.0.4. Reused; for one thread at a time.
 *
 * <p>Compresses by what it knows of the text's structure, which takes a fraction of zlib's time.
 */
public final class GzipEncoder {

  private static final long HEADER_MAGIC_AND_METHOD = 0x08_8b_1fL;

  /** No flags, no time, fastest method, unknown system: the other seven bytes of the header. */
  private static final long HEADER_REST = 0xff_04_00_00_00_00_00L;

  /** How much is encoded at a time. */
  private static final int STEP = 64 << 10;

  /** Text is dropped, but for what matches can reach, once there is more of it. */
  private static final int MAX_TEXT = 192 << 10;

  /** A step ends with a whole series, so it is longer than asked for. */
  private static final int TEXT_CAPACITY = MAX_TEXT + STEP + (16 << 10);

  private static final int BLOCK_TOKENS = 16 << 10;

  private final Page text = new Page(TEXT_CAPACITY);
  private final CRC32 checksum = new CRC32();
  private final DeflateBlock block = new DeflateBlock(BLOCK_TOKENS);
  private final LineMatcher matcher = new LineMatcher(block);

  /**
   * Produces a body, and completes it or lets it fail; ends early when nobody reads it any more.
   *
   * @param frame is held by the caller meanwhile
   * @param names the families to write, each by its own name or that of one of its samples; empty
   *     for all
   */
  public void encode(Frame frame, Set<String> names, SharedBody target) {
    try {
      produce(new TextEncoder(frame, names), target);
      target.complete();
    } catch (RuntimeException | Error e) {
      target.fail(e);
      throw e;
    } finally {
      clear();
    }
  }

  private void clear() {
    text.clear(TEXT_CAPACITY);
    checksum.reset();
    block.clear();
    matcher.clear();
  }

  private void produce(TextEncoder encoder, SharedBody target) {
    BitWriter out = new BitWriter(target);
    out.write(HEADER_MAGIC_AND_METHOD, 3 * Byte.SIZE);
    out.write(HEADER_REST, 7 * Byte.SIZE);
    long length = deflate(encoder, target, out);
    out.align();
    out.write(checksum.getValue(), Integer.SIZE);
    out.write(length & 0xffff_ffffL, Integer.SIZE);
    out.finish();
  }

  private long deflate(TextEncoder encoder, SharedBody target, BitWriter out) {
    long length = 0;
    boolean more = true;
    while (more && target.isWanted()) {
      int start = text.length();
      more = encoder.encode(text, start + STEP);
      length += text.length() - start;
      checksum.update(text.bytes(), start, text.length() - start);
      matcher.match(text.bytes(), text.length(), out);
      dropOldText();
    }
    block.writeTo(out, /* isLast= */ true);
    return length;
  }

  private void dropOldText() {
    if (text.length() > MAX_TEXT) {
      int dropped = text.length() - DeflateBlock.MAX_DISTANCE;
      text.dropFirst(dropped);
      matcher.drop(dropped);
    }
  }
}
