package io.streamgauge.checkpoint.request;

import io.streamgauge.reporter.probe.Batch;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.snapshot.FamilyHeader;
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

  private final FamilyHeader total;
  private final FamilyHeader duration;
  private final Map<String, Map<String, Long>> counts = new TreeMap<>();
  private final Map<String, Histogram> durations = new TreeMap<>();

  /** A meter that has seen nothing. */
  public RequestMeter(ProbeContext context) {
    this.total = context.family("checkpoint_probe_requests_total");
    this.duration = context.family("checkpoint_probe_request_duration_seconds");
  }

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

  /** Adds the series, with further labels. */
  public synchronized void addTo(Batch.Builder batch, Map<String, String> labels) {
    counts.forEach(
        (operation, codes) ->
            codes.forEach(
                (code, count) ->
                    batch.add(
                        total, with(with(labels, "operation", operation), "code", code), count)));
    durations.forEach(
        (operation, histogram) ->
            batch.add(duration, with(labels, "operation", operation), histogram.buckets()));
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new TreeMap<>(labels);
    more.put(name, value);
    return more;
  }
}
