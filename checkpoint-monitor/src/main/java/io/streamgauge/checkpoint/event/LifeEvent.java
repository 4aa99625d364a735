package io.streamgauge.checkpoint.event;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.streamgauge.checkpoint.failure.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that happened to a job. Immutable.
 *
 * <p>It holds no message of an exception: those may hold records, addresses and secrets.
 */
public final class LifeEvent {

  private final EventKind kind;
  private final Instant time;
  private final Map<Field, Object> fields;

  private LifeEvent(EventKind kind, Instant time, Map<Field, Object> fields) {
    this.kind = kind;
    this.time = time;
    this.fields = Collections.unmodifiableMap(new EnumMap<>(fields));
  }

  /**
   * An event of a job.
   *
   * @param time when it happened, not when it was seen
   * @param jobId Flink's, as the label {@code job_id} of metrics
   */
  public static Builder of(EventKind kind, Instant time, String jobId, String jobName) {
    return new Builder(kind, time, jobId, jobName);
  }

  EventKind kind() {
    return kind;
  }

  /** When it happened. */
  public Instant time() {
    return time;
  }

  /** What is known beside kind and time: texts and whole numbers, in the order to write them. */
  Map<Field, Object> fields() {
    return fields;
  }

  @Override
  public String toString() {
    return kind.label() + ' ' + time + ' ' + fields;
  }

  /**
   * Collects the fields of an event. An empty text and a negative number mean that there is none.
   */
  public static final class Builder {

    /** As {@code Execution.getVertexWithAttempt} has it. */
    private static final Pattern EXECUTION = Pattern.compile("(.*) - execution #(\\d{1,9})");

    /** Jobs choose some of the texts. */
    private static final int MAX_LENGTH = 1_000;

    private static final Pattern PORT = Pattern.compile("([^:]+|\\[.*]):\\d{1,5}");

    private final EventKind kind;
    private final Instant time;
    private final Map<Field, Object> fields = new EnumMap<>(Field.class);

    private Builder(EventKind kind, Instant time, String jobId, String jobName) {
      this.kind = kind;
      this.time = time;
      fields.put(Field.JOB_ID, jobId);
      fields.put(Field.JOB_NAME, limited(jobName));
    }

    /**
     * The checkpoint or savepoint that it is about.
     *
     * @param checkpointKind {@code checkpoint} or {@code savepoint}
     */
    @CanIgnoreReturnValue
    public Builder checkpoint(long id, String checkpointKind) {
      return number(Field.CHECKPOINT_ID, id).text(Field.CHECKPOINT_KIND, checkpointKind);
    }

    /** How long it took, in whole milliseconds. */
    @CanIgnoreReturnValue
    public Builder duration(Duration duration) {
      return number(Field.DURATION_MS, duration.toMillis());
    }

    @CanIgnoreReturnValue
    public Builder sizeBytes(long size) {
      return number(Field.SIZE_BYTES, size);
    }

    /**
     * Why a checkpoint failed: {@code expired}, {@code declined}, {@code storage}, {@code other}.
     */
    @CanIgnoreReturnValue
    public Builder reason(String reason) {
      return text(Field.REASON, reason);
    }

    /** The class of the exception at the root, and whose it is. */
    @CanIgnoreReturnValue
    public Builder exception(String className, Origin origin) {
      return text(Field.EXCEPTION, className).text(Field.ORIGIN, origin.label());
    }

    /**
     * The subtask that failed.
     *
     * @param task as Flink's exception history has it, for example {@code Map (2/4)}; from {@code
     *     Map (2/4) - execution #3} the attempt is taken too
     */
    @CanIgnoreReturnValue
    public Builder task(String task) {
      Matcher execution = EXECUTION.matcher(task);
      return execution.matches()
          ? text(Field.TASK, execution.group(1)).attempt(Integer.parseInt(execution.group(2)))
          : text(Field.TASK, task);
    }

    /**
     * The host of the TaskManager.
     *
     * @param host as Flink's exception history has it; the port that may stand behind is left off
     */
    @CanIgnoreReturnValue
    public Builder host(String host) {
      Matcher withPort = PORT.matcher(host);
      return text(Field.HOST, withPort.matches() ? withPort.group(1) : host);
    }

    /** Which attempt it was, 0 the first. */
    @CanIgnoreReturnValue
    public Builder attempt(int attempt) {
      return number(Field.ATTEMPT, attempt);
    }

    /** The job's greatest parallelism, before and now. */
    @CanIgnoreReturnValue
    public Builder parallelism(int before, int after) {
      return number(Field.PARALLELISM_BEFORE, before).number(Field.PARALLELISM_AFTER, after);
    }

    private Builder text(Field field, String value) {
      if (!value.isEmpty()) {
        fields.put(field, limited(value));
      }
      return this;
    }

    private static String limited(String text) {
      if (text.length() <= MAX_LENGTH) {
        return text;
      }
      boolean isPair = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1));
      return text.substring(0, isPair ? MAX_LENGTH - 1 : MAX_LENGTH);
    }

    private Builder number(Field field, long value) {
      if (value >= 0) {
        fields.put(field, value);
      }
      return this;
    }

    public LifeEvent build() {
      return new LifeEvent(kind, time, fields);
    }
  }
}
