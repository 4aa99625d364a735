package io.streamgauge.reporter.internal.exposition;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.util.Set;

/**
 * Walks a frame once and writes it in Prometheus' text format 0.0.4, a part at a time.
 *
 * <pre>
 * # HELP flink_x What x is.
 * # TYPE flink_x summary
 * flink_x{host="a",quantile="0.5"} 7
 * flink_x_count{host="a"} 12
 * </pre>
 *
 * <p>A family without a value to show has no comments either. Flink's histograms have no sum, hence
 * neither have summaries. In an {@link Kind#UNTYPED} family only samples that are named like the
 * family are written: derived names ({@code _count}, {@code _bucket}, {@code _sum}) belong to a
 * type, and could be those of other families.
 */
final class TextEncoder {

  private static final byte[] BUCKET = "_bucket".getBytes(US_ASCII);
  private static final byte[] COUNT = "_count".getBytes(US_ASCII);
  private static final byte[] SUM = "_sum".getBytes(US_ASCII);
  private static final byte[] NOTHING = {};
  private static final byte[] BOUND = "le=\"".getBytes(US_ASCII);
  private static final byte[][] QUANTILES = quantileLabels();

  /** No suffix, braces, bound, number and line end of a line need more bytes. */
  private static final int LINE_OVERHEAD = 40 + 2 * NumberWriter.MAX_LENGTH;

  private final Frame frame;
  private final Set<String> names;

  private int family = -1;
  private int series;
  private int familyEnd;
  private boolean commentsPending;
  private byte[] name = NOTHING;
  private boolean isUntyped;

  /**
   * An encoder at the beginning of a frame.
   *
   * @param frame is held by the caller as long as the encoder is used
   * @param names the families to write, each by its own name or that of one of its samples; empty
   *     for all
   */
  TextEncoder(Frame frame, Set<String> names) {
    this.frame = frame;
    this.names = names;
  }

  private static byte[][] quantileLabels() {
    double[] quantiles = Frame.quantiles();
    byte[][] labels = new byte[quantiles.length][];
    byte[] text = new byte[NumberWriter.MAX_LENGTH];
    for (int i = 0; i < quantiles.length; i++) {
      int length = NumberWriter.writeCanonical(quantiles[i], text, 0);
      labels[i] = ("quantile=\"" + new String(text, 0, length, US_ASCII) + '"').getBytes(US_ASCII);
    }
    return labels;
  }

  /**
   * Appends lines until the page is as long as asked for, or longer by one series, or the frame is
   * at its end.
   *
   * @return whether there may be more to write
   */
  boolean encode(Page page, int untilLength) {
    while (page.length() < untilLength) {
      if (series < familyEnd) {
        encodeSeries(page, series++);
      } else if (!enterNextFamily()) {
        return false;
      }
    }
    return true;
  }

  private boolean enterNextFamily() {
    do {
      family++;
      if (family >= frame.familyCount()) {
        return false;
      }
    } while (!isWanted(frame.family(family)));
    FamilyHeader header = frame.family(family);
    name = header.nameBytes();
    isUntyped = header.kind() == Kind.UNTYPED;
    commentsPending = true;
    series = frame.firstSeries(family);
    familyEnd = frame.endSeries(family);
    return true;
  }

  private boolean isWanted(FamilyHeader header) {
    if (names.isEmpty() || names.contains(header.name())) {
      return true;
    }
    switch (header.kind()) {
      case SUMMARY:
        return names.contains(header.name() + "_count");
      case HISTOGRAM:
        return names.contains(header.name() + "_count")
            || names.contains(header.name() + "_bucket")
            || names.contains(header.name() + "_sum");
      default:
        return false;
    }
  }

  private void encodeSeries(Page page, int number) {
    byte shape = frame.shape(number);
    if (shape == Frame.ABSENT || (shape == Frame.HISTOGRAM && isUntyped)) {
      return;
    }
    if (commentsPending) {
      append(page, frame.family(family).commentBytes());
      commentsPending = false;
    }
    byte[] labels = frame.labels(number).text();
    int at = frame.valueStart(number);
    switch (shape) {
      case Frame.INTEGER:
        appendInteger(page, NOTHING, labels, frame.integerAt(at));
        break;
      case Frame.REAL:
        appendReal(page, NOTHING, labels, frame.realAt(at));
        break;
      case Frame.SUMMARY:
        appendSummary(page, labels, at);
        break;
      case Frame.HISTOGRAM:
        appendHistogram(page, labels, at);
        break;
      default:
        throw new IllegalStateException("A series of unknown shape " + shape);
    }
  }

  private void appendSummary(Page page, byte[] labels, int valueStart) {
    for (int i = 0; i < QUANTILES.length; i++) {
      byte[] to = page.reserve(lineBound(labels));
      int at = openLine(to, page.length(), NOTHING, labels);
      at = copy(QUANTILES[i], to, openFurtherLabel(to, at, labels));
      at = closeLabels(to, at);
      at = NumberWriter.write(frame.realAt(valueStart + i), to, at);
      closeLine(page, to, at);
    }
    if (!isUntyped) {
      appendInteger(page, COUNT, labels, frame.integerAt(valueStart + QUANTILES.length));
    }
  }

  private void appendHistogram(Page page, byte[] labels, int valueStart) {
    int bounds = (int) frame.integerAt(valueStart);
    int firstBound = valueStart + 1;
    int firstCount = firstBound + bounds;
    int sum = firstCount + bounds + 1;
    for (int i = 0; i < bounds; i++) {
      appendBucket(page, labels, frame.realAt(firstBound + i), frame.integerAt(firstCount + i));
    }
    long count = frame.integerAt(sum - 1);
    appendBucket(page, labels, Double.POSITIVE_INFINITY, count);
    appendReal(page, SUM, labels, frame.realAt(sum));
    appendInteger(page, COUNT, labels, count);
  }

  private void appendBucket(Page page, byte[] labels, double bound, long count) {
    byte[] to = page.reserve(lineBound(labels));
    int at = openLine(to, page.length(), BUCKET, labels);
    at = copy(BOUND, to, openFurtherLabel(to, at, labels));
    at = NumberWriter.writeCanonical(bound, to, at);
    to[at++] = '"';
    at = closeLabels(to, at);
    at = NumberWriter.write(count, to, at);
    closeLine(page, to, at);
  }

  private void appendInteger(Page page, byte[] suffix, byte[] labels, long value) {
    byte[] to = page.reserve(lineBound(labels));
    int at = openSample(to, page.length(), suffix, labels);
    closeLine(page, to, NumberWriter.write(value, to, at));
  }

  private void appendReal(Page page, byte[] suffix, byte[] labels, double value) {
    byte[] to = page.reserve(lineBound(labels));
    int at = openSample(to, page.length(), suffix, labels);
    closeLine(page, to, NumberWriter.write(value, to, at));
  }

  private int lineBound(byte[] labels) {
    return Math.addExact(name.length + LINE_OVERHEAD, labels.length);
  }

  /** Writes all that stands before the value of a sample with the series' labels alone. */
  private int openSample(byte[] to, int start, byte[] suffix, byte[] labels) {
    if (labels.length > 0) {
      return closeLabels(to, openLine(to, start, suffix, labels));
    }
    int at = copy(suffix, to, copy(name, to, start));
    to[at] = ' ';
    return at + 1;
  }

  private int openLine(byte[] to, int start, byte[] suffix, byte[] labels) {
    int at = copy(suffix, to, copy(name, to, start));
    to[at] = '{';
    return copy(labels, to, at + 1);
  }

  private static int openFurtherLabel(byte[] to, int at, byte[] labels) {
    if (labels.length == 0) {
      return at;
    }
    to[at] = ',';
    return at + 1;
  }

  private static int closeLabels(byte[] to, int at) {
    to[at] = '}';
    to[at + 1] = ' ';
    return at + 2;
  }

  private static void closeLine(Page page, byte[] to, int at) {
    to[at] = '\n';
    page.setLength(at + 1);
  }

  private static void append(Page page, byte[] text) {
    byte[] to = page.reserve(text.length);
    page.setLength(copy(text, to, page.length()));
  }

  private static int copy(byte[] text, byte[] to, int at) {
    System.arraycopy(text, 0, to, at, text.length);
    return at + text.length;
  }
}
