package io.streamgauge.checkpoint.event;

import java.util.Locale;

/** A field of an event beside its kind and time, in the order in which they are written. */
enum Field {
  JOB_ID(true),
  JOB_NAME(true),
  CHECKPOINT_ID(false),
  CHECKPOINT_KIND(true),
  DURATION_MS(false),
  SIZE_BYTES(false),
  REASON(true),
  EXCEPTION(true),
  ORIGIN(true),
  TASK(true),
  HOST(true),
  ATTEMPT(false),
  PARALLELISM_BEFORE(true),
  PARALLELISM_AFTER(true);

  private final boolean identifies;

  Field(boolean identifies) {
    this.identifies = identifies;
  }

  /** The field's name in JSON, for example {@code job_id}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether events that differ in it are not equal; other fields are another each time. */
  boolean identifies() {
    return identifies;
  }
}
