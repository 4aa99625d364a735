package io.streamgauge.it.soak;

import io.streamgauge.cluster.KafkaBroker;
import java.time.Duration;

/** Breaks what the probes depend on, one fault after the other. */
final class Faults {
  private final SoakStage stage;
  private final Duration time;
  private final Load load;
  private int brokerFaults;
  private int restFaults;

  /**
   * @param time that a fault lasts
   */
  Faults(SoakStage stage, Duration time, Load load) {
    this.stage = stage;
    this.time = time;
    this.load = load;
  }

  /** Stops, kills or pauses the broker for a while. */
  void breakBroker() {
    KafkaBroker broker = stage.broker();
    switch (brokerFaults++ % 3) {
      case 0 -> broker.stop();
      case 1 -> broker.kill();
      default -> {
        broker.pause();
        load.hasEndedAfter(time);
        broker.resume();
        return;
      }
    }
    if (!load.hasEndedAfter(time)) {
      broker.restart();
    }
  }

  /** Breaks the REST API in the next way, or leaves it sound, for a while. */
  void breakRest() {
    RestProxy.Fault[] faults = RestProxy.Fault.values();
    stage.proxy().use(faults[restFaults++ % faults.length]);
    load.hasEndedAfter(time);
    stage.proxy().use(RestProxy.Fault.NONE);
  }
}
