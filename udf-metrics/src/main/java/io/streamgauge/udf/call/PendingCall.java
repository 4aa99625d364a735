package io.streamgauge.udf.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A call that any thread may end; the first end counts. A reply that comes after the time-out is a
 * late reply, and no second outcome.
 *
 * <p>Safe for any thread.
 */
public final class PendingCall {

  private static final AtomicReferenceFieldUpdater<PendingCall, Outcome> OUTCOME =
      AtomicReferenceFieldUpdater.newUpdater(PendingCall.class, Outcome.class, "outcome");

  private final ExternalCalls calls;
  private final long startNanos;
  private volatile @Nullable Outcome outcome;

  PendingCall(ExternalCalls calls, long startNanos) {
    this.calls = calls;
    this.startNanos = startNanos;
  }

  /** The reply was what was asked for. */
  public void succeed() {
    end(Verdict.success());
  }

  /** A reply; whether it is a success is for the author's rules, and yes if there are none. */
  public void reply(Object reply) {
    reply(reply, Verdict.success());
  }

  /** A reply that usually means what is given. */
  public void reply(Object reply, Verdict usual) {
    end(outcome == null ? calls.verdict(reply, usual) : usual);
  }

  /** An HTTP reply: from 400 on a failure. */
  public void status(int httpStatus) {
    end(Verdict.ofHttpStatus(httpStatus));
  }

  /** There was no reply, but this. */
  public void fail(Throwable failure) {
    end(outcome == null ? calls.judge(failure) : UsualRules.of(failure));
  }

  /** No reply came within the limit. */
  public void timeOut() {
    end(Verdict.timeout());
  }

  /** Ends it as the caller has judged. */
  public void end(Verdict verdict) {
    if (OUTCOME.compareAndSet(this, null, verdict.outcome())) {
      calls.ended(this, verdict, startNanos);
    } else if (outcome == Outcome.TIMEOUT && verdict.outcome().isReply()) {
      calls.lateReply();
    }
  }

  /**
   * A future that is completed as the given one is, with this call ended; cancelling it cancels
   * both.
   */
  <T> CompletableFuture<T> endedWith(CompletableFuture<T> reply) {
    CompletableFuture<T> counted =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            end(Verdict.cancelled());
            reply.cancel(mayInterrupt);
            return super.cancel(mayInterrupt);
          }
        };
    Object unused =
        reply.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                reply(value);
                counted.complete(value);
              } else {
                fail(failure);
                counted.completeExceptionally(failure);
              }
            });
    return counted;
  }
}
