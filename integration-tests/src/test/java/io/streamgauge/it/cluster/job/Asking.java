package io.streamgauge.it.cluster.job;

import java.io.IOException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/**
 * Asks about a time, and is answered as its last digits say: 0 fails, 3 finds its connection
 * closed, and both are answered at the second attempt; 11 is answered when it is too late, 5 needs
 * no asking; all others are answered at once.
 */
final class Asking extends RichAsyncFunction<String, String> {
  private static final long serialVersionUID = 1;

  private final Map<String, ResultFuture<String>> unanswered = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();

  static boolean needsNoAsking(String time) {
    return time.endsWith("5");
  }

  @Override
  public void asyncInvoke(String time, ResultFuture<String> result) {
    if (time.endsWith("11")) {
      unanswered.put(time, result);
    } else if (isFirstFailure(time)) {
      result.completeExceptionally(
          time.endsWith("3") ? new SocketException("reset") : new IOException("refused"));
    } else {
      attempts.remove(time);
      result.complete(List.of(time));
    }
  }

  private boolean isFirstFailure(String time) {
    return (time.endsWith("0") || time.endsWith("3")) && attempts.merge(time, 1, Integer::sum) == 1;
  }

  @Override
  public void timeout(String time, ResultFuture<String> result) {
    ResultFuture<String> late = unanswered.remove(time);
    if (late != null) {
      late.complete(List.of(time));
    }
    result.complete(List.of(time));
  }
}
