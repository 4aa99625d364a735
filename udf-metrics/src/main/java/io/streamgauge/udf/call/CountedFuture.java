package io.streamgauge.udf.call;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the caller gets for the client's future: completed as that one is, with the call ended
 * before.
 */
final class CountedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

  private final PendingCall call;
  private final CompletableFuture<T> client;
  private final Function<? super T, Verdict> usual;

  private CountedFuture(
      PendingCall call, CompletableFuture<T> client, Function<? super T, Verdict> usual) {
    this.call = call;
    this.client = client;
    this.usual = usual;
  }

  static <T extends @Nullable Object> CompletableFuture<T> of(
      PendingCall call, CompletableFuture<T> client, Function<? super T, Verdict> usual) {
    CountedFuture<T> counted = new CountedFuture<>(call, client, usual);
    Object unused = counted.whenComplete(counted::callerEnds);
    unused = client.whenComplete(counted::clientEnds);
    return counted;
  }

  private void clientEnds(T reply, @Nullable Throwable failure) {
    if (failure == null) {
      call.reply(reply, usually(reply));
      complete(reply);
    } else {
      call.fail(failure);
      completeExceptionally(failure);
    }
  }

  /** A rule that cannot say what a reply means must not keep the reply from the job. */
  private Verdict usually(T reply) {
    try {
      Verdict verdict = usual.apply(reply);
      return verdict == null ? Verdict.success() : verdict;
    } catch (RuntimeException e) {
      return Verdict.success();
    }
  }

  /** A value that the caller has put in the place of the reply is none: it waits no more. */
  private void callerEnds(T value, @Nullable Throwable failure) {
    if (failure != null) {
      call.fail(failure);
    } else if (!call.isEnded()) {
      call.cancel();
    }
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    boolean isCancelled = super.cancel(mayInterrupt);
    client.cancel(mayInterrupt);
    return isCancelled;
  }
}
