package io.streamgauge.reporter.probe;

import io.streamgauge.reporter.snapshot.FamilyHeader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a probe gets to work with. All methods may be called from any thread; after the probe was
 * stopped or given up they do nothing.
 */
public interface ProbeContext {

  /**
   * The roles that the process has and the probe asked for; never empty. When they change the probe
   * is stopped and started anew. Only a process that is a JobManager and a TaskManager at once, as
   * a test's cluster is, has two.
   */
  Set<Role> roles();

  /**
   * The user's keys that begin with the probe's prefix, without it, and those that begin with a
   * prefix that it shares, with that; and their values.
   */
  Map<String, String> configuration();

  /** Time between two polls. */
  Duration interval();

  /** The limit of each call. */
  Duration timeout();

  /**
   * Whether the probe has been stopped or abandoned, for example because the leadership is lost or
   * in doubt. From then on another process may do its work: a poll that still runs must write
   * nothing, neither series nor events.
   */
  boolean isStopped();

  /** The time of day. */
  Clock clock();

  /** Nanoseconds that only go forward, from an arbitrary origin. */
  LongSupplier ticker();

  /**
   * The probe's own thread, {@code streamgauge-probe-<name>}: tasks run one at a time, between the
   * polls. An exception of a task counts as {@link ProbeError#INTERNAL}.
   */
  Executor executor();

  /**
   * Follows live metrics until the probe stops or the subscription is closed. The listener is told
   * of those that are there first; it is called on the probe's own thread.
   */
  Subscription watch(MetricSelector selector, MetricListener listener);

  /** The labels of the process, as {@code host}; empty as long as Flink has told of none. */
  Map<String, String> processLabels();

  /**
   * The header of a family as the catalogue has it: the reporter's, or the probe's own.
   *
   * @param name without the prefix {@code streamgauge_}, or the prefix of the probe's own catalogue
   * @throws IllegalArgumentException if the catalogue has no such family
   */
  FamilyHeader family(String name);

  /**
   * A class loader over the jars in a folder below the one of {@code probe.properties}, for what is
   * needed only at times. It prefers them as the probe's own loader does, whose child it is. Opened
   * with the first call, closed with the reporter.
   *
   * @throws IOException if the jars cannot be read
   */
  ClassLoader libraries(String folder) throws IOException;

  /**
   * Returns a new, empty batch. It shortens the values of labels as Flink's metrics have them, so
   * that long names from data take little memory.
   */
  Batch.Builder batch();

  /**
   * Publishes a batch in place of the last one. Its families begin with {@code streamgauge_}, or
   * with the prefix of the probe's own catalogue; others are refused with an {@link
   * IllegalArgumentException}. It is withdrawn when the probe stops, or after three intervals and a
   * time limit without another.
   */
  void publish(Batch batch);

  /**
   * Publishes a batch in place of the last one of the same part, for a probe that looks at several
   * things each in its own time. Families may be spread over parts, series may not.
   *
   * @param part a name from a small, bounded set, for example of a configured cluster
   * @param validity how long the batch is shown if no other takes its place
   */
  void publish(String part, Batch batch, Duration validity);

  /** Takes back the last batch of a part. */
  void withdraw(String part);

  /**
   * Reports that this poll found nothing to observe, for example no job or no source. The state of
   * the probe is then {@code idle}, until a poll succeeds without this report.
   */
  void reportIdle();

  /**
   * Counts and logs an error of a part of the probe's work; the rest goes on. A poll during which
   * there was one does not count as a success. (A poll that fails altogether throws {@link
   * ProbeException}.)
   *
   * @param message for the log: names what was looked at, and holds no secret; the same message is
   *     logged once until a poll succeeds
   */
  void report(ProbeError reason, String message);
}
