package io.streamgauge.it.cluster.job;

import io.streamgauge.udf.call.ConnectionEnd;
import io.streamgauge.udf.call.ExternalCall;
import io.streamgauge.udf.call.ExternalCalls;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Reports each time to a system that is not there, with a synchronous client that has a status. */
final class Reported extends RichMapFunction<String, String> {
  private static final long serialVersionUID = 1;

  private transient @Nullable ExternalCalls calls;

  @Override
  public void open(OpenContext context) {
    calls =
        ExternalCalls.named("reported")
            .kind("http")
            .endpoint("http://reports.example:8080/times?token=secret")
            .timingFailures()
            .open(getRuntimeContext());
  }

  @Override
  public String map(String time) {
    if (calls != null) {
      try (ExternalCall call = calls.start()) {
        call.status(time.endsWith("7") ? 404 : 200);
      }
    }
    return time;
  }

  @Override
  public void close() {
    if (calls != null) {
      calls.connectionClosed(ConnectionEnd.CLIENT);
      calls.close();
    }
  }
}
