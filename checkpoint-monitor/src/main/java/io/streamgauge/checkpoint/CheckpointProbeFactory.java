package io.streamgauge.checkpoint;

import io.streamgauge.checkpoint.event.EventSettings;
import io.streamgauge.checkpoint.event.LifeEvents;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.RestAddress;
import io.streamgauge.checkpoint.rest.RestClient;
import io.streamgauge.checkpoint.time.Pause;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.ProbeFactory;
import java.time.Duration;

/** Starts the probe {@code checkpoint} on the leading JobManager. */
public final class CheckpointProbeFactory implements ProbeFactory {

  /** No request takes longer, so that one that hangs costs a part of a poll. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(3);

  @Override
  public Probe start(ProbeContext context) throws ProbeException {
    EventSettings events = EventSettings.from(context.configuration());
    RequestMeter requests = new RequestMeter();
    Duration third = context.timeout().dividedBy(3);
    RestClient client =
        new RestClient(
            RestAddress.find(context.configuration()),
            third.compareTo(LONGEST_REQUEST) < 0 ? third : LONGEST_REQUEST,
            requests,
            context.ticker());
    CheckpointProbe probe =
        new CheckpointProbe(
            context,
            new FlinkRest(client),
            requests,
            new LifeEvents(events, context.clock()),
            Pause.ofThread());
    probe.follow();
    return probe;
  }
}
