package io.streamgauge.udf.call;

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
  public void reply(Object reply) {
    if (!isEnded) {
      end(calls.verdict(reply, Verdict.success()));
    }
  }

  /** An HTTP reply: from 400 on a failure. */
  public void status(int httpStatus) {
    end(Verdict.ofHttpStatus(httpStatus));
  }

  /** There was no reply, but this. */
  public void fail(Throwable failure) {
    if (!isEnded) {
      end(calls.judge(failure));
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
