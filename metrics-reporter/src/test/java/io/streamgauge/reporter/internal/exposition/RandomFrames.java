package io.streamgauge.reporter.internal.exposition;

import io.streamgauge.reporter.internal.frame.Frame;
import io.streamgauge.reporter.snapshot.Buckets;
import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import io.streamgauge.reporter.snapshot.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes frames that a registry may hand over, however odd: hostile label values, any number, any
 * mixture of shapes that the type of a family allows, absent values, repeated prefixes.
 */
final class RandomFrames {

  private static final String[] HOSTILE = {
    "\"",
    "\\",
    "\n",
    "{",
    "}",
    "\"} 1\n",
    "# TYPE a gauge\n",
    " ",
    "\uD83D\uDE00",
    "\uD800",
    "\uDFFF",
    "\u0000",
    "\u00e9",
    "\u2028",
    "\r",
    "\t",
    "a",
    "0",
    "=",
    ",",
    "\",x=\"",
    "\\n",
    "\\\""
  };

  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0d, Double.MIN_VALUE, 1e16
  };

  private static final List<Kind> KINDS = List.of(Kind.values());

  private final SplittableRandom random;
  private int series;

  RandomFrames(long seed) {
    random = new SplittableRandom(seed);
  }

  Frame next() {
    Frame frame = Frames.begun();
    int families = random.nextInt(12);
    for (int i = 0; i < families; i++) {
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      String help = random.nextBoolean() ? "" : "Help " + value();
      frame.addFamily(FamilyHeader.of(familyName(i), kind, help));
      int count = random.nextInt(10) == 0 ? random.nextInt(400) : random.nextInt(6);
      for (int j = 0; j < count; j++) {
        set(frame, kind, frame.addSeries(labels()));
      }
    }
    return frame;
  }

  private String familyName(int family) {
    String name = random.nextBoolean() ? "flink_taskmanager_job_task" : "x:";
    return "m".repeat(1 + random.nextInt(20)) + family + "_" + name;
  }

  /** Labels with an index, so that no two series of a family are the same. */
  private Labels labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      labels.put("label_" + i, random.nextInt(3) == 0 ? value() : "job-" + random.nextInt(5));
    }
    labels.put("index", Integer.toString(series++));
    return Labels.of(labels);
  }

  private String value() {
    int kind = random.nextInt(1000);
    if (kind == 0) {
      return text(40_000);
    }
    if (kind == 1) {
      return HOSTILE[random.nextInt(HOSTILE.length)].repeat(random.nextInt(70_000));
    }
    return text(kind < 50 ? 600 : 12);
  }

  private String text(int maxLength) {
    int length = random.nextInt(maxLength);
    StringBuilder text = new StringBuilder(length + 10);
    while (text.length() < length) {
      if (random.nextInt(4) == 0) {
        text.append(HOSTILE[random.nextInt(HOSTILE.length)]);
      } else {
        text.append((char) random.nextInt(' ', random.nextInt(8) == 0 ? 0x10000 : 0x7f));
      }
    }
    return text.toString();
  }

  private void set(Frame frame, Kind kind, int number) {
    if (random.nextInt(8) == 0) {
      return;
    }
    switch (kind) {
      case SUMMARY -> setSummary(frame, number);
      case HISTOGRAM -> setHistogram(frame, number);
      case UNTYPED -> setAny(frame, number);
      default -> setNumber(frame, number);
    }
  }

  private void setAny(Frame frame, int number) {
    switch (random.nextInt(4)) {
      case 0 -> setSummary(frame, number);
      case 1 -> setHistogram(frame, number);
      default -> setNumber(frame, number);
    }
  }

  private void setNumber(Frame frame, int number) {
    if (random.nextBoolean()) {
      frame.setInteger(number, random.nextLong() >> random.nextInt(64));
    } else {
      frame.setReal(number, real());
    }
  }

  private double real() {
    return switch (random.nextInt(4)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt(100);
      case 2 -> SPECIAL[random.nextInt(SPECIAL.length)];
      default -> random.nextDouble();
    };
  }

  private void setSummary(Frame frame, int number) {
    double[] quantiles = new double[Frame.quantileCount()];
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = real();
    }
    frame.setSummary(number, quantiles, random.nextInt(1000));
  }

  private void setHistogram(Frame frame, int number) {
    int size = random.nextInt(14);
    double[] bounds = new double[size];
    long[] counts = new long[size + 1];
    double bound = Math.scalb(random.nextDouble() - 0.5, random.nextInt(-30, 30));
    for (int i = 0; i < size; i++) {
      bound += Math.abs(bound) * random.nextDouble() + 0.001;
      bounds[i] = bound;
      counts[i] = random.nextInt(1000);
    }
    frame.setHistogram(number, Buckets.of(bounds, counts, real()));
  }
}
