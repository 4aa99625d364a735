package io.streamgauge.udf.call;

import org.jspecify.annotations.Nullable;

/**
 * A call that the thread that started it will end; what it says first counts. Left without a word,
 * as by an exception, the call is a failure with the code {@value ExternalCalls#NO_OUTCOME}.
 *
 * <p>For one thread.
 */
public final class ExternalCall implements AutoCloseable {

  private final ExternalCalls calls;
  private final long startNanos;
  private boolean isEnded;

  ExternalCall(ExternalCalls calls, long startNanos) {
    this.calls = calls;
    this.startNanos = startNanos;
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
    if (!isEnded) {
      end(calls.verdict(reply, usual));
    }
  }

  /** An HTTP reply: from 400 on a failure. */
  public void status(int httpStatus) {
    end(Verdict.ofHttpStatus(httpStatus));
  }

  /** There was no reply, but this. */
  public void fail(Throwable failure) {
    fail(failure, UsualRules.of(failure));
  }

  /** There was no reply, but what usually means what is given; the author's rules may differ. */
  public void fail(Throwable failure, Verdict usual) {
    if (!isEnded) {
      calls.noteConnection(failure);
      end(calls.verdict(failure, usual));
    }
  }

  /** Ends it as the caller has judged. */
  public void end(Verdict verdict) {
    if (!isEnded) {
      isEnded = true;
      calls.ended(verdict, startNanos);
    }
  }

  @Override
  public void close() {
    if (!isEnded) {
      end(Verdict.failure(ExternalCalls.NO_OUTCOME));
    }
  }
}
