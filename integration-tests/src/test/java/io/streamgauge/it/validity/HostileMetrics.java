package io.streamgauge.it.validity;

import io.streamgauge.reporter.testing.TestingHistogram;
import io.streamgauge.reporter.testing.TestingMeter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Metrics as no job should have them: any text as a name, key or value, any number, any type under
 * any name, and names that clash with what other metrics are derived to. The same seed gives the
 * same ones.
 */
final class HostileMetrics {

  private static final String[] STEMS = {"x", "x_y", "latency", "calls", "le", "quantile", "info"};
  private static final String[] SUFFIXES = {
    "", "", "_count", "_sum", "_bucket", "_total", "_info", "_created", "_count_count"
  };
  private static final String[] KEYS = {
    "le",
    "quantile",
    "__name__",
    "job",
    "instance",
    "host",
    "a.b",
    "a-b",
    "a_b",
    "a_b_2",
    "_",
    "",
    "1"
  };
  private static final String[] FRAGMENTS = {
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "{",
    "}",
    "=",
    ",",
    "#",
    " ",
    "\u2028",
    "\u0085",
    "\uFEFF",
    "\uD800",
    "\uDC00",
    "\uFFFF",
    "🚀",
    "ß",
    "# TYPE x counter\n",
    "x 1\n",
    "\\n",
    "\u202E"
  };
  private static final Object[] VALUES = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Float.NaN,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    (1L << 53) + 1,
    true,
    BigInteger.TWO.pow(2000),
    new BigDecimal("-1e-400"),
    "text",
    List.of(1)
  };

  private final Random random;

  HostileMetrics(long seed) {
    this.random = new Random(seed);
  }

  /** Registers metrics below a group. */
  void register(MetricGroup root, int count) {
    List<MetricGroup> groups = new ArrayList<>(List.of(root));
    for (int i = 0; i < count; i++) {
      MetricGroup group = groups.get(random.nextInt(groups.size()));
      if (random.nextInt(4) == 0) {
        group = child(group);
        groups.add(group);
      }
      register(group);
    }
  }

  private MetricGroup child(MetricGroup parent) {
    return switch (random.nextInt(6)) {
      case 0 -> parent.addGroup("streamgauge");
      case 1 -> parent.addGroup(name());
      default -> parent.addGroup(key(), text());
    };
  }

  private void register(MetricGroup group) {
    String name = name();
    switch (random.nextInt(6)) {
      case 0 -> group.counter(name, counter());
      case 1 -> group.meter(name, new TestingMeter(real(), 0));
      case 2 -> group.histogram(name, histogram());
      case 3 -> group.histogram(name, new HostileBuckets(state()));
      default -> group.gauge(name, gauge());
    }
  }

  /** A histogram with any count and any quantiles, in any order. */
  private Histogram histogram() {
    long count = random.nextLong();
    double scale = real();
    return new TestingHistogram(count, quantile -> scale * Math.sin(1e6 * quantile));
  }

  private Counter counter() {
    SimpleCounter counter = new SimpleCounter();
    counter.inc(random.nextInt(3) - 1L);
    counter.inc(random.nextBoolean() ? 0 : random.nextLong());
    return counter;
  }

  private Gauge<?> gauge() {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return () -> null;
    }
    if (kind == 1) {
      return () -> {
        throw new IllegalStateException("hostile");
      };
    }
    Object value = kind < 4 ? VALUES[random.nextInt(VALUES.length)] : (Object) real();
    return () -> value;
  }

  private double real() {
    return random.nextInt(5) == 0
        ? random.nextInt(1000)
        : Double.longBitsToDouble(random.nextLong());
  }

  /** The state of a histogram with buckets, sound or not. */
  private double[] state() {
    int bounds = random.nextInt(14);
    double[] state = new double[2 * bounds + 4];
    state[0] = random.nextInt(10) == 0 ? real() : 1_397_162_753d;
    state[1] = random.nextInt(10) == 0 ? real() : bounds;
    boolean isSound = random.nextInt(4) > 0;
    for (int i = 2; i < state.length - 1; i++) {
      state[i] = isSound ? random.nextInt(100) : real();
    }
    if (isSound) {
      Arrays.sort(state, 2, 2 + bounds);
    }
    state[state.length - 1] = real();
    return state;
  }

  private String name() {
    return random.nextInt(3) > 0
        ? STEMS[random.nextInt(STEMS.length)] + SUFFIXES[random.nextInt(SUFFIXES.length)]
        : text();
  }

  private String key() {
    return random.nextInt(3) > 0 ? KEYS[random.nextInt(KEYS.length)] : text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(5);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        case 1 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
