package io.streamgauge.kafka.client;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** How many requests the clients of one kind have sent, one after the other. Thread-safe. */
final class RequestCount {

  private final String kind;
  private long ended;
  private @Nullable Metric sent;
  private @Nullable Metric answered;

  /**
   * A count.
   *
   * @param kind as Kafka names it in its metrics: {@code admin-client} or {@code consumer}
   */
  RequestCount(String kind) {
    this.kind = kind;
  }

  /** Counts those of another client from now on, beside those so far. */
  synchronized void follow(Map<MetricName, ? extends Metric> metrics) {
    ended = sent();
    sent = find(metrics, "request-total");
    answered = find(metrics, "response-total");
  }

  /** Lets the client go. */
  synchronized void end() {
    ended = sent();
    sent = null;
    answered = null;
  }

  synchronized long sent() {
    return ended + value(sent);
  }

  /** Responses to the present client. */
  synchronized long answered() {
    return value(answered);
  }

  private @Nullable Metric find(Map<MetricName, ? extends Metric> metrics, String name) {
    for (Map.Entry<MetricName, ? extends Metric> each : metrics.entrySet()) {
      if (each.getKey().name().equals(name) && each.getKey().group().equals(kind + "-metrics")) {
        return each.getValue();
      }
    }
    return null;
  }

  private static long value(@Nullable Metric metric) {
    Object value = metric == null ? null : metric.metricValue();
    return value instanceof Number ? ((Number) value).longValue() : 0;
  }
}
