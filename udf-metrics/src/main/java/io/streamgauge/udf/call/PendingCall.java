package io.streamgauge.udf.call;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A call that any thread may end; the first end counts. The first reply after a time-out is a late
 * reply, and no second outcome.
 *
 * <p>Safe for any thread.
 */
public final class PendingCall {

  private static final AtomicReferenceFieldUpdater<PendingCall, Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, Outcome.class, "outcome");

  private final ExternalCalls calls;
  private final long startNanos;

  /** What the calls keep it by until it ends; null if its starter keeps it. */
  private final @Nullable Object key;

  /** Null until it ends; after a time-out, that of the late reply. */
  private volatile @Nullable Outcome outcome;

  PendingCall(ExternalCalls calls, long startNanos, @Nullable Object key) {
    this.calls = calls;
    this.startNanos = startNanos;
    this.key = key;
  }

  /** The reply was what was asked for. */
  public void succeed() {
    end(Verdict.success());
  }

  /** A reply; whether it is a success is for the author's rules, and yes if there are none. */
  public void reply(@Nullable Object reply) {
    reply(reply, Verdict.success());
  }

  /** A reply that usually means what is given; the author's rules may say otherwise. */
  public void reply(@Nullable Object reply, Verdict usual) {
    end(isEnded() ? usual : calls.verdict(reply, usual));
  }

  /** An HTTP reply: from 400 on a failure. */
  public void status(int httpStatus) {
    end(Verdict.ofHttpStatus(httpStatus));
  }

  /** There was no reply, but this. After a time-out it is nothing new, and no late reply. */
  public void fail(Throwable failure) {
    fail(failure, UsualRules.of(failure));
  }

  /** There was no reply, but what usually means what is given. */
  public void fail(Throwable failure, Verdict usual) {
    Verdict verdict = isEnded() ? usual : calls.verdict(failure, usual);
    if (isEndedBy(verdict)) {
      calls.noteConnection(failure);
      calls.ended(verdict, startNanos);
    }
  }

  /** No reply came within the limit. */
  public void timeOut() {
    end(Verdict.timeout());
  }

  /** Given up by the caller. */
  public void cancel() {
    end(Verdict.cancelled());
  }

  /** Ends it as the caller has judged. */
  public void end(Verdict verdict) {
    if (isEndedBy(verdict)) {
      calls.ended(verdict, startNanos);
    } else if (isLateReply(verdict.outcome())) {
      calls.lateReply();
    }
  }

  boolean isEnded() {
    return outcome != null;
  }

  private boolean isEndedBy(Verdict verdict) {
    boolean isFirst = OUTCOME.compareAndSet(this, null, verdict.outcome());
    if (isFirst && key != null) {
      calls.forget(key);
    }
    return isFirst;
  }

  private boolean isLateReply(Outcome later) {
    return later.isReply() && OUTCOME.compareAndSet(this, Outcome.TIMEOUT, later);
  }
}
