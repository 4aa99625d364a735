package io.streamgauge.kafka.rules;

import java.util.Locale;

/** What can be wrong with a partition: values of the label {@code status}, the worst first. */
public enum Problem {
  /** The broker did not tell what was asked, so nothing is known. */
  UNKNOWN,
  /** A group that reads the topic has no commit for this partition. */
  NO_COMMIT,
  /** The topic was deleted and created anew, or shrunk below what was read. */
  RECREATED,
  /** Records were deleted before they were read. */
  DATA_LOSS,
  /** What was read or committed went back. */
  REWOUND,
  /** Nobody reads: the job does not run, or commits stand still and nothing is known of a job. */
  STOPPED,
  /** The source runs and there are unread records, but its position stands still. */
  STALLED,
  /** The source reads, or its job runs, but commits stand still. */
  COMMIT_STALLED,
  /** It is read, but the lag has only grown. */
  LAGGING;

  /** The value of the label, for example {@code commit_stalled}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
