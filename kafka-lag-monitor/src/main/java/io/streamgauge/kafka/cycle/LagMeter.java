package io.streamgauge.kafka.cycle;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Measures the lag of consumers on one cluster, and adds it to their histories. */
final class LagMeter {

  private final UnreadTimes unreadTimes;
  private final LongSupplier ticker;

  /**
   * A meter.
   *
   * @param ticker nanoseconds that only go forward
   */
  LagMeter(UnreadTimes unreadTimes, LongSupplier ticker) {
    this.unreadTimes = unreadTimes;
    this.ticker = ticker;
  }

  /**
   * Measures once.
   *
   * @param consumers with positions that were read before; their partitions can be asked for
   * @return a measurement of each
   * @throws ProbeException if nothing at all could be found out
   */
  Map<ReadPosition, Measurement> measure(
      Collection<ReadPosition> consumers, Broker broker, Findings findings, Deadline deadline)
      throws ProbeException, InterruptedException {
    Offsets offsets = new Offsets();
    consumers.forEach(each -> offsets.want(each.partition(), each.isolation()));
    offsets.ask(broker, findings, deadline);
    unreadTimes.noteStarts(offsets.starts());
    Map<ReadPosition, Measurement> measured = new HashMap<>();
    for (ReadPosition each : consumers) {
      measured.put(
          each,
          Measurement.of(
              each,
              offsets.start(each.partition()),
              offsets.end(each.partition(), each.isolation())));
    }
    UnreadTimes.Found times =
        unreadTimes.find(backlogs(measured.values()), broker, findings, deadline);
    measured.replaceAll((consumer, measurement) -> measurement.with(times));
    long now = ticker.getAsLong();
    measured.forEach(
        (consumer, measurement) ->
            measurement.lag().ifPresent(lag -> consumer.history().add(lag, now)));
    return measured;
  }

  private static Set<Backlog> backlogs(Collection<Measurement> measured) {
    return measured.stream()
        .flatMap(each -> each.lag().stream())
        .flatMap(each -> each.backlog().stream())
        .collect(Collectors.toSet());
  }
}
