package io.streamgauge.udf.call;

import io.streamgauge.udf.SerializableFunction;
import io.streamgauge.udf.internal.log.RateLimitedLog;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the author of a job says that replies and exceptions mean; the latest rule is asked first.
 * Immutable.
 *
 * <p>A rule that throws says nothing: it runs where a client's callback does, and must not keep the
 * reply from the job.
 */
final class Rules implements Serializable {

  private static final long serialVersionUID = 1;
  private static final RateLimitedLog LOG = RateLimitedLog.of(Rules.class);

  private final SerializableFunction<Object, @Nullable Verdict> replies;
  private final SerializableFunction<Throwable, @Nullable Verdict> failures;

  private Rules(
      SerializableFunction<Object, @Nullable Verdict> replies,
      SerializableFunction<Throwable, @Nullable Verdict> failures) {
    this.replies = replies;
    this.failures = failures;
  }

  static Rules none() {
    return new Rules(reply -> null, failure -> null);
  }

  <R> Rules withReplies(Class<R> type, SerializableFunction<R, @Nullable Verdict> rule) {
    SerializableFunction<Object, @Nullable Verdict> earlier = replies;
    return new Rules(
        reply -> {
          Verdict verdict = type.isInstance(reply) ? rule.apply(type.cast(reply)) : null;
          return verdict == null ? earlier.apply(reply) : verdict;
        },
        failures);
  }

  Rules withFailures(SerializableFunction<Throwable, @Nullable Verdict> rule) {
    SerializableFunction<Throwable, @Nullable Verdict> earlier = failures;
    return new Rules(
        replies,
        failure -> {
          Verdict verdict = rule.apply(failure);
          return verdict == null ? earlier.apply(failure) : verdict;
        });
  }

  Verdict ofReply(@Nullable Object reply, Verdict usual) {
    return reply == null ? usual : said(replies, reply, usual);
  }

  Verdict ofFailure(Throwable failure, Verdict usual) {
    return said(failures, failure, usual);
  }

  private <T> Verdict said(
      SerializableFunction<T, @Nullable Verdict> rules, T what, Verdict usual) {
    try {
      Verdict verdict = rules.apply(what);
      return verdict == null ? usual : verdict;
    } catch (Throwable t) {
      LOG.warn("rule", "Ignoring a rule for external calls because it threw", t);
      return usual;
    }
  }
}
