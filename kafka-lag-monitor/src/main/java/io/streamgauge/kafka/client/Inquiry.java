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

  private static final long LOOK_MILLIS = 5;

  private final String cluster;
  private final AdminConnection connection;
  private final LongSupplier ticker;

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
    if (deadline.isOver()) {
      throw new ProbeException(ProbeError.TIMEOUT, sentence + ": no time is left");
    }
    Admin admin = admin(sentence, deadline);
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
    for (Map.Entry<K, KafkaFuture<V>> each : futures.entrySet()) {
      add(replies, each.getKey(), each.getValue(), isStorm, isHeard);
    }
    review(replies, isStorm, isHeard);
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
      Replies<K, V> replies, K asked, KafkaFuture<V> future, boolean isStorm, boolean isHeard)
      throws InterruptedException {
    if (future.isDone()) {
      addDone(replies, asked, future, isHeard);
    } else if (isStorm) {
      replies.stuck(asked);
    } else {
      replies.failed(asked, overdue(isHeard));
    }
  }

  private static <K, V> void addDone(
      Replies<K, V> replies, K asked, KafkaFuture<V> future, boolean isHeard)
      throws InterruptedException {
    try {
      replies.answered(asked, future.get());
    } catch (ExecutionException e) {
      Throwable exception = e.getCause() == null ? e : e.getCause();
      ProbeError reason = Failure.reason(exception);
      replies.failed(asked, reason == ProbeError.TIMEOUT ? overdue(isHeard) : reason, exception);
    }
  }

  /** Who says nothing at all is not there; who says something was too slow. */
  private static ProbeError overdue(boolean isHeard) {
    return isHeard ? ProbeError.TIMEOUT : ProbeError.UNREACHABLE;
  }

  /** Where some answers never came, Kafka's client may wait at the wrong broker for ever. */
  private void review(Replies<?, ?> replies, boolean isStorm, boolean isHeard) {
    if (isStorm || (isHeard && replies.hasFailure(ProbeError.TIMEOUT))) {
      connection.drop();
    } else if (replies.hasFailure(ProbeError.AUTHENTICATION)) {
      connection.doubt();
    } else if (isHeard) {
      connection.answered();
    } else if (replies.hasFailure(ProbeError.UNREACHABLE)) {
      connection.lost();
    }
  }
}
