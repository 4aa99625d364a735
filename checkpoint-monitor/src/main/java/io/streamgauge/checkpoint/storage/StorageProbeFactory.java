package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.metadata.MetadataReader;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.RestAddress;
import io.streamgauge.checkpoint.rest.RestClient;
import io.streamgauge.checkpoint.store.FlinkStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.time.Pause;
import io.streamgauge.reporter.probe.Probe;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.ProbeFactory;
import java.io.IOException;
import java.time.Duration;

/** Starts the probe {@code checkpoint-storage} on the leading JobManager. */
public final class StorageProbeFactory implements ProbeFactory {

  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(5);

  /** A page of a listing is smaller by far. */
  private static final int LEAST_BODY_LIMIT = 16 << 20;

  @Override
  public Probe start(ProbeContext context) throws ProbeException, IOException {
    StorageSettings settings = StorageSettings.from(context.configuration());
    Duration quarter = context.timeout().dividedBy(4);
    Duration limit = quarter.compareTo(LONGEST_REQUEST) < 0 ? quarter : LONGEST_REQUEST;
    RequestMeter requests = new RequestMeter();
    return new StorageProbe(
        context,
        settings,
        checkpoints(context, limit),
        stores(context, settings, limit, requests),
        requests,
        MetadataReader.open(),
        Pause.ofThread());
  }

  /** Requests to Flink are not published: the probe {@code checkpoint} has the same series. */
  private static JobCheckpoints checkpoints(ProbeContext context, Duration limit)
      throws ProbeException {
    return new RestCheckpoints(
        new FlinkRest(
            new RestClient(
                RestAddress.find(context.configuration()),
                limit,
                new RequestMeter(),
                context.ticker())));
  }

  private static Stores stores(
      ProbeContext context, StorageSettings settings, Duration limit, RequestMeter requests) {
    StoreAccess access =
        new StoreAccess(
            settings.endpoint(),
            settings.keyFile(),
            limit,
            Math.max(settings.metadataLimit(), LEAST_BODY_LIMIT),
            requests,
            context.ticker());
    return new PluggedStores(context, access, new FlinkStore(requests, context.ticker()));
  }
}
