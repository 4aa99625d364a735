package io.streamgauge.udf.call;

import io.streamgauge.udf.internal.meter.CappedCounters;
import io.streamgauge.udf.internal.meter.Labels;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.internal.meter.SharedCounter;
import io.streamgauge.udf.internal.meter.SharedHistogram;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of one subtask to one external system.
 *
 * <p>Every call that is started ends in exactly one outcome, and every failure has exactly one
 * code: {@code started = successes + failures + time-outs + cancelled + in flight}. Objects of the
 * same operator and name count together. Safe for any thread.
 */
public final class ExternalCalls implements AutoCloseable {

  /** The code of a call whose block was left without a word on how it ended. */
  static final String NO_OUTCOME = "no_outcome";

  private static final String EMPTY_INPUT = "empty_input";
  private static final String NAME = "external_call";
  private static final String REASON = "reason";
  private static final int MOST_CODES = 30;
  private static final int MOST_REASONS = 20;

  private final ExternalCallSettings settings;
  private final LongSupplier nanoTime;
  private final SharedCounter started;
  private final Map<Outcome, SharedCounter> outcomes = new EnumMap<>(Outcome.class);
  private final CappedCounters failures;
  private final SharedHistogram durations;
  private final @Nullable SharedHistogram failedDurations;
  private final CappedCounters skipped;
  private final SharedCounter lateReplies;
  private final SharedCounter retries;
  private final Map<ConnectionEnd, SharedCounter> closedConnections =
      new EnumMap<>(ConnectionEnd.class);

  /** Those that another thread may end, so that closing can, by what Flink or we know them by. */
  private final Map<Object, PendingCall> pending = new ConcurrentHashMap<>();

  private volatile boolean isClosed;

  ExternalCalls(ExternalCallSettings settings, OperatorMetrics metrics, LongSupplier nanoTime) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    Labels labels = Labels.of(NAME, settings.name());
    started = metrics.counter("external_calls_started_total", labels);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(
          outcome, metrics.counter("external_calls_total", labels.and("outcome", outcome.label())));
    }
    failures =
        new CappedCounters(
            metrics,
            "external_call_failures_total",
            labels,
            "code",
            MOST_CODES,
            ExternalCalls::codeOfTheRest);
    durations = histogram(metrics, "external_call_duration_seconds", labels);
    failedDurations =
        settings.timesFailures()
            ? histogram(metrics, "external_call_failed_duration_seconds", labels)
            : null;
    skipped =
        new CappedCounters(metrics, "external_call_skipped_total", labels, REASON, MOST_REASONS);
    skipped.of(EMPTY_INPUT);
    lateReplies = metrics.counter("external_call_late_replies_total", labels);
    retries = metrics.counter("external_call_retries_total", labels);
    for (ConnectionEnd end : ConnectionEnd.values()) {
      closedConnections.put(
          end,
          metrics.counter("external_connections_closed_total", labels.and(REASON, end.label())));
    }
    metrics.gauge("external_calls_in_flight", labels, this::inFlight);
    if (settings.capacity() > 0) {
      metrics.level("external_call_capacity", labels, settings.capacity());
    }
    metrics.info(
        "external_call_info",
        labels.and("kind", settings.kind()).and("endpoint", settings.endpoint()));
  }

  /** Settings for calls of this name, to be opened or put around a function. */
  public static ExternalCallSettings named(String name) {
    return new ExternalCallSettings(name);
  }

  private SharedHistogram histogram(OperatorMetrics metrics, String name, Labels labels) {
    return metrics.histogram(name, labels, settings.bounds(), TimeUnit.SECONDS.toNanos(1));
  }

  private static String codeOfTheRest(String code) {
    if (code.length() == 3 && (code.charAt(0) == '4' || code.charAt(0) == '5')) {
      return "other_" + code.charAt(0) + "xx";
    }
    return CappedCounters.OTHER;
  }

  /** The outcomes are read first, so that a call that ends meanwhile does not make it negative. */
  private long inFlight() {
    long ended = 0;
    for (SharedCounter outcome : outcomes.values()) {
      ended += outcome.getCount();
    }
    return Math.max(0, started.getCount() - ended);
  }

  /** A call that begins now and that this thread will end, as a rule in a {@code try} block. */
  public ExternalCall start() {
    started.inc();
    return new ExternalCall(this, nanoTime.getAsLong());
  }

  /**
   * A call that begins now and that a callback will end; else it is cancelled by {@link #close},
   * and at once if that was before.
   */
  public PendingCall startPending() {
    return startPending(new Object());
  }

  /** As {@link #startPending()}, for a call that can be found by a key of its own. */
  PendingCall startPending(Object key) {
    started.inc();
    PendingCall call = new PendingCall(this, nanoTime.getAsLong(), key);
    pending.put(key, call);
    if (isClosed) {
      call.cancel();
    }
    return call;
  }

  /** As {@link #startPending()}, but whoever starts it cancels it. */
  PendingCall startKeptElsewhere() {
    started.inc();
    return new PendingCall(this, nanoTime.getAsLong(), null);
  }

  /** The call with this key, if it is in flight. */
  @Nullable PendingCall pending(Object key) {
    return pending.get(key);
  }

  void forget(Object key) {
    pending.remove(key);
  }

  /** Calls, counts, and returns or throws what the call does. */
  public <T extends @Nullable Object> T call(Callable<T> client) throws Exception {
    try (ExternalCall call = start()) {
      try {
        T reply = client.call();
        call.reply(reply);
        return reply;
      } catch (Throwable t) {
        call.fail(t);
        throw t;
      }
    }
  }

  /** Calls and counts when the reply is there, see {@link #callAsync(Supplier, Function)}. */
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      Supplier<? extends CompletionStage<T>> client) {
    return callAsync(client, reply -> Verdict.success());
  }

  /**
   * Calls and counts when the reply is there. The future that is returned is completed as the
   * client's is. Whoever completes it first ends the call: {@code orTimeout} with a time-out, so
   * that the reply is a late one, {@code cancel} as cancelled, and the client's future with it.
   *
   * @param usual what a reply means unless the author's rules say otherwise
   */
  public <T extends @Nullable Object> CompletableFuture<T> callAsync(
      Supplier<? extends CompletionStage<T>> client, Function<? super T, Verdict> usual) {
    PendingCall call = startPending();
    try {
      return CountedFuture.of(call, client.get().toCompletableFuture(), usual);
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    }
  }

  /**
   * A call of which only the failure is known, as of a connection that could not be had.
   *
   * @param nanos how long it took
   */
  public void failed(Throwable failure, long nanos) {
    started.inc();
    noteConnection(failure);
    ended(verdict(failure, UsualRules.of(failure)), nanoTime.getAsLong() - nanos);
  }

  /** An input for which nothing had to be asked. */
  public void skip() {
    skip(EMPTY_INPUT);
  }

  /** An input for which nothing had to be asked, and why: one of few words. */
  public void skip(String reason) {
    skipped.of(reason).inc();
  }

  /** That the next call repeats one that failed. */
  public void retry() {
    retries.inc();
  }

  /** That a connection was closed in the midst of a call. */
  public void connectionClosed(ConnectionEnd end) {
    counter(closedConnections, end).inc();
  }

  /**
   * Cancels what is still in flight: nobody waits for it any more. Clients are left as they are.
   */
  @Override
  public void close() {
    isClosed = true;
    for (PendingCall call : pending.values()) {
      call.cancel();
    }
  }

  /** What a reply means, by the author's rules. */
  Verdict verdict(@Nullable Object reply, Verdict usual) {
    return settings.rules().ofReply(reply, usual);
  }

  /** What an exception means, by the author's rules. */
  Verdict verdict(Throwable failure, Verdict usual) {
    return settings.rules().ofFailure(failure, usual);
  }

  /** Counts the connection that a failure tells of, if it does. */
  void noteConnection(Throwable failure) {
    ConnectionEnd end = UsualRules.closedBy(failure);
    if (end != null) {
      connectionClosed(end);
    }
  }

  /** Counts the end of a call, once for each. */
  void ended(Verdict verdict, long startNanos) {
    Outcome outcome = verdict.outcome();
    if (outcome == Outcome.SUCCESS) {
      durations.update(nanoTime.getAsLong() - startNanos);
    } else if (outcome == Outcome.FAILURE) {
      failures.of(verdict.code()).inc();
      if (failedDurations != null) {
        failedDurations.update(nanoTime.getAsLong() - startNanos);
      }
    }
    counter(outcomes, outcome).inc();
  }

  void lateReply() {
    lateReplies.inc();
  }

  @SuppressWarnings("NullAway") // There is one for each constant.
  private static <E extends Enum<E>> SharedCounter counter(Map<E, SharedCounter> counters, E key) {
    return counters.get(key);
  }
}
