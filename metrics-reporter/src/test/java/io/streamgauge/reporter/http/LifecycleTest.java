package io.streamgauge.reporter.http;

import static io.streamgauge.reporter.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.BindException;
import java.net.ConnectException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LifecycleTest {

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  private final FakeSource source = FakeSource.of("up 1\n");

  @Test
  void allWorkIsDoneByOneDaemonThread() throws Exception {
    MetricsServer server = fixture.start(source);
    fixture.get(server, "/metrics");

    assertThat(ServerFixture.serverThreads())
        .singleElement()
        .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
  }

  @Test
  void theThreadDoesNotKeepTheLoaderOfWhoeverStartedIt() throws Exception {
    Thread starter = Thread.currentThread();
    ClassLoader before = starter.getContextClassLoader();
    try (URLClassLoader foreign = new URLClassLoader(new URL[0], before)) {
      starter.setContextClassLoader(foreign);

      fixture.start(source);
    } finally {
      starter.setContextClassLoader(before);
    }

    assertThat(ServerFixture.serverThreads())
        .extracting(Thread::getContextClassLoader)
        .containsExactly(MetricsServer.class.getClassLoader());
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    MetricsServer server = fixture.start(source);

    server.close();
    server.close();

    assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> fixture.connect(server));
  }

  @Test
  void aClosedServerLeavesItsPortToTheNext() throws Exception {
    MetricsServer first = fixture.start(source);
    fixture.connect(first).get("/metrics").readResponse();

    first.close();

    try (MetricsServer second =
        MetricsServer.serving(source).bind("127.0.0.1", List.of(first.port()))) {
      assertThat(fixture.get(second, "/metrics").body()).isEqualTo("up 1\n");
    }
  }

  @Test
  void aServerThatCouldNotStartLeavesNoThread() throws Exception {
    MetricsServer first = fixture.start(source);

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> MetricsServer.serving(source).bind("127.0.0.1", List.of(first.port())));

    eventually(() -> ServerFixture.serverThreads().size() == 1);
  }
}
