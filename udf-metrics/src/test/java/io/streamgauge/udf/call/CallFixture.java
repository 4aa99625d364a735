package io.streamgauge.udf.call;

import io.streamgauge.udf.internal.meter.OperatorMetrics;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Calls on metrics that are recorded and with a clock that the test sets. */
final class CallFixture {

  final RecordedMetrics recorded = new RecordedMetrics();
  private final RecordedGroup group = new RecordedGroup(recorded);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

  ExternalCalls open(ExternalCallSettings settings) {
    return new ExternalCalls(settings, OperatorMetrics.of(group), nanos::get);
  }

  void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Those outcomes that were counted. */
  Map<String, Long> outcomes() {
    return counted("external_calls_total", "outcome", "success", "failure", "timeout", "cancelled");
  }

  /** Every code of failures, with its count. */
  Map<String, Long> codes() {
    Map<String, Long> codes = new TreeMap<>();
    recorded
        .family("external_call_failures_total")
        .forEach(
            (series, value) ->
                codes.put(series.replaceFirst(".*code=([^,]*).*", "$1"), value.longValue()));
    return codes;
  }

  long value(String name, String... labels) {
    return (long) recorded.sum(name, labels);
  }

  private Map<String, Long> counted(String name, String label, String... values) {
    Map<String, Long> counted = new TreeMap<>();
    for (String each : values) {
      long count = value(name, label, each);
      if (count != 0) {
        counted.put(each, count);
      }
    }
    return counted;
  }
}
