package io.streamgauge.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamgauge.checkpoint.gcs.GcsStoreFactory;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.rest.FlinkRest;
import io.streamgauge.checkpoint.rest.RestClient;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.cluster.BrokenServer;
import io.streamgauge.limits.WaitLimit;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A minute of requests to a port that is broken: one cause is one message, which the host of the
 * probes logs once, and the libraries log nothing.
 */
@Tag("slow")
class BrokenPortTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final int REQUESTS = 12;

  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          synchronized (logged) {
            logged.add(line.getLoggerName() + ": " + line.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    Logger.getLogger("").removeHandler(handler);
  }

  @ParameterizedTest
  @EnumSource
  void restOfTheJobManager_hasOneMessageForAllRequests(BrokenServer.Fault fault) throws Exception {
    Set<String> messages = new HashSet<>();
    try (BrokenServer server = BrokenServer.start(fault)) {
      FlinkRest rest =
          new FlinkRest(
              new RestClient(server.address(), limit(fault), new RequestMeter(), System::nanoTime));
      for (int i = 0; i < REQUESTS; i++) {
        String checkpoint = "v" + i;
        ProbeException failure =
            catchThrowableOfType(
                ProbeException.class, () -> rest.taskCheckpoint("job", 7, checkpoint));
        assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
        messages.add(String.valueOf(failure.getMessage()));
      }
    }
    assertThat(messages).hasSize(1);
    assertThat(logged).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void cloudStorage_hasOneMessageForAllObjects(BrokenServer.Fault fault) throws Exception {
    Set<String> messages = new HashSet<>();
    try (BrokenServer server = BrokenServer.start(fault)) {
      CheckpointStore store =
          new GcsStoreFactory()
              .open(
                  new StoreAccess(
                      Optional.of(server.address()),
                      Optional.empty(),
                      limit(fault),
                      1 << 20,
                      new RequestMeter(),
                      System::nanoTime));
      for (int i = 0; i < REQUESTS; i++) {
        String object = "gs://bucket/job/chk-" + i + "/_metadata";
        ProbeException failure =
            catchThrowableOfType(ProbeException.class, () -> store.find(object));
        assertThat(failure.reason()).isEqualTo(ProbeError.UNREACHABLE);
        messages.add(String.valueOf(failure.getMessage()));
      }
      store.close();
    }
    assertThat(messages).hasSize(1);
    assertThat(logged).isEmpty();
  }

  /** Only silence takes as long as the limit. */
  private static Duration limit(BrokenServer.Fault fault) {
    return fault == BrokenServer.Fault.SILENT ? SHORT : WaitLimit.LIMIT;
  }
}
