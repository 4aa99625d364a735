package io.streamgauge.checkpoint.request;

import io.streamgauge.reporter.probe.SeriesWriter;
import io.streamgauge.reporter.snapshot.Histogram;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts requests by operation and code, and their durations by operation. Thread-safe.
 *
 * <p>Codes are HTTP statuses or words of a small set, so that the series stay few.
 */
public final class RequestMeter {

  private static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Histogram> durations = new TreeMap<>();

  /**
   * Counts a request that has ended.
   *
   * @param operation what was asked for, such as {@code rest}
   * @param code an HTTP status, {@code ok} where there is none, or why there was no answer
   */
  public synchronized void ended(String operation, String code, long nanos) {
    counts.computeIfAbsent(operation, key -> new TreeMap<>()).merge(code, 1L, Long::sum);
    durations.computeIfAbsent(operation, key -> new Histogram(SECONDS)).observe(nanos / 1e9);
  }

  /** Adds the series. */
  public synchronized void addTo(SeriesWriter series) {
    counts.forEach(
        (operation, codes) -> {
          SeriesWriter ofOperation = series.with("operation", operation);
          codes.forEach(
              (code, count) ->
                  ofOperation.with("code", code).add("checkpoint_probe_requests_total", count));
        });
    durations.forEach(
        (operation, histogram) ->
            series
                .with("operation", operation)
                .add("checkpoint_probe_request_duration_seconds", histogram.buckets()));
  }
}
