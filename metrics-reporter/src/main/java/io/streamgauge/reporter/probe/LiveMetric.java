package io.streamgauge.reporter.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A metric of Flink or of the user's, without Flink's types.
 *
 * <p>Reading it never throws: what cannot be read, what is of another type and what has been
 * removed is absent. Reading runs code of the metric's owner, which may take its time, so it is
 * done on the probe's thread alone. Two metrics are the same only when they are the same object.
 */
public final class LiveMetric {

  private final String scope;
  private final String name;
  private final Map<String, String> labels;
  private volatile @Nullable Reader reader;
  private volatile ReadScope scopeOfReads = ReadScope.NONE;

  /** Reads a metric's present value. */
  @FunctionalInterface
  public interface Reader {

    /** A {@link Number}, {@link Boolean} or {@link String}; or null or anything else: absent. */
    @Nullable Object read() throws Exception;
  }

  /** Surrounds the code of a metric's owner, which nothing of ours may interrupt. */
  public interface ReadScope {

    /** Does nothing. */
    ReadScope NONE =
        new ReadScope() {
          @Override
          public void beginRead() {}

          @Override
          public void endRead() {}
        };

    /** Begins a read, on the thread that reads. */
    void beginRead();

    /** Ends the read, whether or not it threw. */
    void endRead();
  }

  /**
   * A metric that is there.
   *
   * @param labels are copied, in their order
   */
  public LiveMetric(String scope, String name, Map<String, String> labels, Reader reader) {
    this.scope = scope;
    this.name = name;
    this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    this.reader = reader;
  }

  /** The logical scope, for example {@code taskmanager.job.task.operator}. */
  public String scope() {
    return scope;
  }

  /** The name within the scope, for example {@code currentOutputWatermark}. */
  public String name() {
    return name;
  }

  /** Label names as published, for example {@code job_id}, and their values unaltered. */
  public Map<String, String> labels() {
    return labels;
  }

  /** The value as a {@code long}, if it is a whole number that fits. */
  public OptionalLong readLong() {
    return read(LiveMetric::asLong, OptionalLong.empty());
  }

  private static OptionalLong asLong(@Nullable Object value) {
    if (!(value instanceof Number) || value instanceof Double || value instanceof Float) {
      return OptionalLong.empty();
    }
    long number = ((Number) value).longValue();
    boolean fits = value.toString().equals(Long.toString(number));
    return fits ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The value as a {@code double}, if it is a number; true is 1 and false is 0. */
  public OptionalDouble readDouble() {
    return read(LiveMetric::asDouble, OptionalDouble.empty());
  }

  private static OptionalDouble asDouble(@Nullable Object value) {
    if (value instanceof Boolean) {
      return OptionalDouble.of((Boolean) value ? 1 : 0);
    }
    return value instanceof Number
        ? OptionalDouble.of(((Number) value).doubleValue())
        : OptionalDouble.empty();
  }

  /** The value, if it is a text. */
  public Optional<String> readText() {
    return read(
        value -> value instanceof String ? Optional.of((String) value) : Optional.empty(),
        Optional.empty());
  }

  /** Runs the metric's own code, that of its number included, within the scope. */
  private <T> T read(Function<@Nullable Object, T> conversion, T absent) {
    Reader current = reader;
    if (current == null) {
      return absent;
    }
    ReadScope guard = scopeOfReads;
    guard.beginRead();
    try {
      return conversion.apply(current.read());
    } catch (Throwable unreadable) {
      return absent;
    } finally {
      guard.endRead();
    }
  }

  /** Sets what surrounds each read. Called by the host before a probe sees the metric. */
  public void readWithin(ReadScope guard) {
    scopeOfReads = guard;
  }

  /**
   * Lets go of the metric, so that no class of a job is kept alive by it. Called by the registry
   * when the metric is removed.
   */
  public void release() {
    reader = null;
  }

  @Override
  public String toString() {
    return scope + '.' + name + labels;
  }
}
