package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** Puts questions to a cluster, and waits for the answers as long as that makes sense. */
final class Inquiry {

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** So that Kafka's client has the time to say itself that the time is over. */
  private static final Duration MARGIN = Duration.ofMillis(100);

  /** A client that has not answered for less time may be healthy. */
  private static final Duration MIN_PROOF = Duration.ofSeconds(1);

  private static final long LOOK_MILLIS = 5;

  private final String cluster;
  private final AdminConnection connection;
  private final LongSupplier ticker;

  /** The time limits of the questions in a row that were not completely answered. */
  private Duration unanswered = Duration.ZERO;

  Inquiry(String cluster, AdminConnection connection, LongSupplier ticker) {
    this.cluster = cluster;
    this.connection = connection;
    this.ticker = ticker;
  }

  /**
   * What is asked.
   *
   * @param <K> what is asked about
   * @param <V> what is answered
   */
  interface Question<K, V> {

    Map<K, KafkaFuture<V>> ask(Admin admin, int limitMillis);
  }

  /**
   * Asks, and waits for all the answers.
   *
   * @param what ends the sentence "... cannot be asked for"
   * @throws ProbeException if it could not even be asked
   */
  <K, V> Replies<K, V> ask(String what, Question<K, V> question, Deadline deadline)
      throws ProbeException, InterruptedException {
    return ask(what, /* alone= */ 0, question, deadline);
  }

  /**
   * The same where brokers of before 3.0 are asked for each thing alone.
   *
   * @param alone how many things
   */
  <K, V> Replies<K, V> ask(String what, int alone, Question<K, V> question, Deadline deadline)
      throws ProbeException, InterruptedException {
    String sentence = sentence(what);
    requireTime(sentence, deadline);
    Admin admin = admin(sentence, deadline);
    // The check of the bootstrap servers may have taken it.
    requireTime(sentence, deadline);
    try {
      return ask(admin, new Replies<>(sentence), alone, question, deadline);
    } catch (InterruptedException e) {
      connection.drop();
      throw e;
    } catch (RuntimeException | LinkageError e) {
      connection.drop();
      throw new ProbeException(Failure.reason(e), sentence + ": " + Failure.names(e));
    } catch (Error e) {
      connection.drop();
      throw e;
    }
  }

  /** The beginning of messages about a question. */
  String sentence(String what) {
    return "cluster " + cluster + " cannot be asked for " + what;
  }

  private static void requireTime(String sentence, Deadline deadline) throws ProbeException {
    if (deadline.isOver()) {
      throw new ProbeException(ProbeError.TIMEOUT, sentence + ": no time is left");
    }
  }

  private Admin admin(String sentence, Deadline deadline)
      throws ProbeException, InterruptedException {
    try {
      return connection.admin(deadline);
    } catch (RuntimeException | LinkageError e) {
      throw new ProbeException(
          Failure.reasonOfCreation(e),
          sentence + ": " + Failure.names(e, connection.properties().keySet()));
    }
  }

  private <K, V> Replies<K, V> ask(
      Admin admin, Replies<K, V> replies, int alone, Question<K, V> question, Deadline deadline)
      throws InterruptedException {
    Duration limit = deadline.left().compareTo(LONGEST) < 0 ? deadline.left() : LONGEST;
    Deadline own = Deadline.in(limit, ticker);
    long answeredBefore = connection.requests().answered();
    StormWatch watch = new StormWatch(connection, alone, ticker);
    int limitMillis = (int) Math.max(1, limit.minus(MARGIN).toMillis());
    Map<K, KafkaFuture<V>> futures = question.ask(admin, limitMillis);
    boolean isStorm = false;
    for (KafkaFuture<V> each : futures.values()) {
      isStorm |= await(each, own, watch);
    }
    boolean isHeard = connection.requests().answered() > answeredBefore;
    boolean isShort = limit.compareTo(MIN_PROOF) < 0;
    ProbeError overdue = isHeard || isShort ? ProbeError.TIMEOUT : ProbeError.UNREACHABLE;
    for (Map.Entry<K, KafkaFuture<V>> each : futures.entrySet()) {
      add(replies, each.getKey(), each.getValue(), isStorm, overdue);
    }
    review(replies, isStorm, isHeard, limit);
    return replies;
  }

  /** Waits, and says whether it gave up because of a storm. */
  private static boolean await(KafkaFuture<?> future, Deadline deadline, StormWatch watch)
      throws InterruptedException {
    while (!future.isDone() && !deadline.isOver()) {
      if (watch.isStorm()) {
        return true;
      }
      try {
        future.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Whoever adds the reply looks at the future itself.
      }
    }
    return false;
  }

  private static <K, V> void add(
      Replies<K, V> replies, K asked, KafkaFuture<V> future, boolean isStorm, ProbeError overdue)
      throws InterruptedException {
    if (future.isDone()) {
      addDone(replies, asked, future, overdue);
    } else if (isStorm) {
      replies.stuck(asked);
    } else {
      replies.failed(asked, overdue);
    }
  }

  private static <K, V> void addDone(
      Replies<K, V> replies, K asked, KafkaFuture<V> future, ProbeError overdue)
      throws InterruptedException {
    try {
      replies.answered(asked, future.get());
    } catch (ExecutionException e) {
      Throwable exception = e.getCause() == null ? e : e.getCause();
      ProbeError reason = Failure.reason(exception);
      replies.failed(asked, reason == ProbeError.TIMEOUT ? overdue : reason, exception);
    }
  }

  /**
   * Decides whether to keep the client. If answers are missing for long, it may wait at the wrong
   * broker forever, or its thread may be dead.
   */
  private void review(Replies<?, ?> replies, boolean isStorm, boolean isHeard, Duration limit) {
    boolean isLate = replies.hasFailure(ProbeError.TIMEOUT);
    boolean isIncomplete = isLate || (!isHeard && replies.hasFailure(ProbeError.UNREACHABLE));
    unanswered = isIncomplete ? unanswered.plus(limit) : Duration.ZERO;
    boolean isProven = unanswered.compareTo(MIN_PROOF) >= 0;
    if (isStorm || (isProven && isHeard)) {
      unanswered = Duration.ZERO;
      connection.drop();
    } else if (replies.hasFailure(ProbeError.AUTHENTICATION)) {
      connection.doubt();
    } else if (isHeard) {
      connection.answered();
    } else if (isProven) {
      unanswered = Duration.ZERO;
      connection.lost();
    }
  }
}
