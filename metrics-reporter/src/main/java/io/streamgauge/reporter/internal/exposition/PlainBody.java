package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame as plain text 0.0.4, encoded a page at a time by whoever reads it.
 *
 * <p>Never waits: {@link #read} returns 0 only when the target is full. Is not to be closed while
 * it is read.
 */
public final class PlainBody implements Body {

  private static final int PAGE_LENGTH = 64 << 10;

  /** A page ends with a whole series, so it is longer than asked for. */
  private static final int PAGE_CAPACITY = PAGE_LENGTH + (8 << 10);

  private final TextEncoder encoder;
  private final Page page = new Page(PAGE_CAPACITY);
  private int sent;

  /** Null once closed. */
  private @Nullable Frame frame;

  /**
   * A body.
   *
   * @param frame comes with a reference to it, which the body gives back when it is closed
   * @param names the families to write, each by its own name or that of one of its samples; empty
   *     for all
   */
  public PlainBody(Frame frame, Set<String> names) {
    this.frame = frame;
    this.encoder = new TextEncoder(frame, names);
  }

  @Override
  public int read(ByteBuffer target) {
    if (sent == page.length() && !encodeNextPage()) {
      return END;
    }
    int length = Math.min(target.remaining(), page.length() - sent);
    target.put(page.bytes(), sent, length);
    sent += length;
    return length;
  }

  private boolean encodeNextPage() {
    if (frame == null) {
      return false;
    }
    sent = 0;
    page.setLength(0);
    encoder.encode(page, PAGE_LENGTH);
    return page.length() > 0;
  }

  @Override
  public void measure(Map<Object, Long> bytes) {
    if (frame != null) {
      bytes.put(frame, frame.byteSize());
    }
  }

  @Override
  public void close() {
    Frame held = frame;
    if (held != null) {
      frame = null;
      sent = page.length();
      held.release();
    }
  }
}
