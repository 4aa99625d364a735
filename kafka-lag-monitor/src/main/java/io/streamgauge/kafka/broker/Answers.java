package io.streamgauge.kafka.broker;

import io.streamgauge.reporter.probe.ProbeError;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered to a question about many things: for each a value or the reason why there is
 * none. Immutable.
 *
 * @param <K> what was asked about
 * @param <V> what was answered
 */
public final class Answers<K, V> {

  private final Map<K, V> values;
  private final Map<K, ProbeError> failures;

  public Answers(Map<K, V> values, Map<K, ProbeError> failures) {
    this.values = Map.copyOf(values);
    this.failures = Map.copyOf(failures);
  }

  /** No answers, as to no question. */
  public static <K, V> Answers<K, V> none() {
    return new Answers<>(Map.of(), Map.of());
  }

  public Optional<V> of(K asked) {
    return Optional.ofNullable(values.get(asked));
  }

  public Map<K, V> values() {
    return values;
  }

  /** Why there is no value, of those that have none. */
  public Map<K, ProbeError> failures() {
    return failures;
  }
}
