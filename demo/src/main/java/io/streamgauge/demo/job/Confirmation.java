package io.streamgauge.demo.job;

import io.streamgauge.udf.call.Verdict;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.AsyncRetryStrategy;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies.FixedDelayRetryStrategyBuilder;

/** Asks remote stations whether a reading is so. Whatever they say, the reading goes on. */
final class Confirmation extends RichAsyncFunction<Reading, Reading> {
  private static final long serialVersionUID = 1;
  private static final int SERVER_ERROR = 500;
  private static final long RETRY_MILLIS = 100;

  private final String stations;

  @SuppressWarnings("NullAway.Init") // open sets it.
  private transient HttpClient client;

  Confirmation(String stations) {
    this.stations = stations;
  }

  /** To ask once more where a station had trouble of its own. */
  static AsyncRetryStrategy<Reading> onceMore() {
    return new FixedDelayRetryStrategyBuilder<Reading>(1, RETRY_MILLIS)
        .ifResult(
            (Predicate<Collection<Reading>> & Serializable)
                results -> status(results) >= SERVER_ERROR)
        .build();
  }

  /** What its results mean, for those who count: it does not fail where a station does. */
  static Verdict verdict(Collection<?> results) {
    return Verdict.ofHttpStatus(status(results));
  }

  private static int status(Collection<?> results) {
    return ((Reading) results.iterator().next()).status;
  }

  @Override
  public void open(OpenContext context) {
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @Override
  public void asyncInvoke(Reading reading, ResultFuture<Reading> result) {
    if (reading.isRemote()) {
      ask(reading, result);
    } else {
      result.complete(List.of(reading));
    }
  }

  private void ask(Reading reading, ResultFuture<Reading> result) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(stations + reading.station)).build();
    CompletableFuture<?> unused =
        client
            .sendAsync(request, BodyHandlers.discarding())
            .thenAccept(reply -> result.complete(List.of(reading.answered(reply.statusCode()))))
            .exceptionally(
                failure -> {
                  result.completeExceptionally(failure);
                  return null;
                });
  }

  @Override
  public void timeout(Reading reading, ResultFuture<Reading> result) {
    result.complete(List.of(reading));
  }
}
