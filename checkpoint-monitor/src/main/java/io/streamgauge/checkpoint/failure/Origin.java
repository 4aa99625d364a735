package io.streamgauge.checkpoint.failure;

import java.util.Locale;

/** Whose the failure of a job is: who has to look at it first. */
public enum Origin {
  /** The job's own code, and the libraries that it brings and nobody here knows. */
  USER,
  /** A connector, a format or a client library: what the job reads from or writes to. */
  CONNECTOR,
  /** Flink itself. */
  FRAMEWORK,
  /** The platform: processes, memory, slots and the network between them. */
  INFRASTRUCTURE,
  /** There is no telling, as there is no frame. */
  UNKNOWN;

  /** The value of the label {@code origin}, for example {@code connector}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
