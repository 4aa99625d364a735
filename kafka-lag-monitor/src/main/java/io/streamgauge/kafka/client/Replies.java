package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What came of a question about many things.
 *
 * @param <K> what was asked about
 * @param <V> what was answered
 */
final class Replies<K, V> {

  /** Reasons that say something of the thing itself; the others are those of the cluster. */
  private static final Set<ProbeError> OF_THE_THING =
      EnumSet.of(
          ProbeError.AUTHORIZATION,
          ProbeError.NOT_FOUND,
          ProbeError.CONFIGURATION,
          ProbeError.UNAVAILABLE);

  private final String question;
  private final Map<K, V> values = new HashMap<>();
  private final Map<K, ProbeError> failures = new HashMap<>();
  private final Set<K> stuck = new HashSet<>();
  private String cause = "no answer";

  /**
   * No replies yet.
   *
   * @param question for messages
   */
  Replies(String question) {
    this.question = question;
  }

  void answered(K asked, V value) {
    values.put(asked, value);
  }

  void failed(K asked, ProbeError reason) {
    failures.put(asked, reason);
  }

  void failed(K asked, ProbeError reason, Throwable exception) {
    if (failures.isEmpty()) {
      cause = Failure.names(exception);
    }
    failed(asked, reason);
  }

  /** There was no answer, only requests without end. */
  void stuck(K asked) {
    stuck.add(asked);
    failed(asked, ProbeError.UNAVAILABLE);
  }

  Set<K> stuck() {
    return stuck;
  }

  /**
   * The value of the only thing that was asked about.
   *
   * @throws ProbeException if there is none
   */
  V only(K asked) throws ProbeException {
    V value = values.get(asked);
    if (value == null) {
      throw new ProbeException(
          failures.getOrDefault(asked, ProbeError.INTERNAL), question + ": " + cause);
    }
    return value;
  }

  /** Takes over what another question about some of the same things came to. */
  void replace(Replies<K, V> others) {
    failures.keySet().removeAll(others.values.keySet());
    values.putAll(others.values);
    failures.putAll(others.failures);
  }

  boolean hasFailure(ProbeError reason) {
    return failures.containsValue(reason);
  }

  /** Makes failures of a reason no failures: of what does not exist there is nothing to tell. */
  void forgive(ProbeError reason) {
    failures.values().removeIf(each -> each == reason);
  }

  /**
   * The answers.
   *
   * @throws ProbeException if nothing at all was found out
   */
  <T> Answers<K, T> answers(Function<? super V, T> form) throws ProbeException {
    if (values.isEmpty()
        && !failures.isEmpty()
        && failures.values().stream().noneMatch(OF_THE_THING::contains)) {
      throw new ProbeException(failures.values().iterator().next(), question + ": " + cause);
    }
    Map<K, T> formed = new HashMap<>();
    values.forEach((asked, value) -> formed.put(asked, form.apply(value)));
    return new Answers<>(formed, failures);
  }
}
