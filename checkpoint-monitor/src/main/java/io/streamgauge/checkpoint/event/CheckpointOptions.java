package io.streamgauge.checkpoint.event;

import io.streamgauge.checkpoint.rest.RestAddress;
import io.streamgauge.reporter.probe.ConfigOption;
import io.streamgauge.reporter.probe.OptionType;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the probe {@code checkpoint}; its {@code probe.properties} and a table in {@code
 * docs/configuration.md} are made of them.
 */
public final class CheckpointOptions {

  public static final ConfigOption<Boolean> ENABLED = ProbeOptions.enabled();

  public static final ConfigOption<Duration> INTERVAL = ProbeOptions.interval("10 s", "30 s");

  public static final ConfigOption<Duration> TIMEOUT =
      ConfigOption.of(ProbeOptions.TIMEOUT, OptionType.DURATION)
          .defaultsTo("10 s")
          .example("5 s")
          .description("How long a poll may take; a request may take a third of it, 3 s at most.");

  public static final ConfigOption<URI> REST_URL = RestAddress.OPTION;

  public static final ConfigOption<Boolean> EVENTS =
      ConfigOption.of("events.enabled", OptionType.BOOLEAN)
          .defaultsTo("true")
          .example("false")
          .description("Whether events are written at all; see docs/events.md.");

  public static final ConfigOption<Duration> FOLD_WINDOW =
      ConfigOption.of("events.fold-window", OptionType.DURATION)
          .defaultsTo("1 min")
          .example("30 s")
          .description(
              "For how long events that equal the last one written are counted instead of"
                  + " written.");

  public static final ProbeOptions ALL = ProbeOptions.of("checkpoint", all());

  private CheckpointOptions() {}

  private static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all = new ArrayList<>(ConfigOption.declaredIn(CheckpointOptions.class));
    for (EventKind kind : EventKind.values()) {
      all.add(kind.option());
    }
    return all;
  }
}
