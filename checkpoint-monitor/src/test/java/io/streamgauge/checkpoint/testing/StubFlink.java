package io.streamgauge.checkpoint.testing;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.RestClient;
import io.streamgauge.limits.WaitLimit;

/** A stub of a JobManager, and the API that reaches it. */
public final class StubFlink implements AutoCloseable {

  private final StubJobManager jobManager = new StubJobManager();
  private final FlinkRest rest =
      new FlinkRest(
          new RestClient(
              jobManager.address(), WaitLimit.LIMIT, new RequestMeter(), System::nanoTime));

  public StubJobManager jobManager() {
    return jobManager;
  }

  public FlinkRest rest() {
    return rest;
  }

  @Override
  public void close() {
    jobManager.close();
  }
}
