package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.limits.WaitLimit;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.channel.nio.NioEventLoop;
import org.apache.flink.shaded.netty4.io.netty.channel.nio.NioTask;
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

  @Test
  void eventLoop_diesOfAnError_isReplacedOnTheSamePort() throws Exception {
    FakeSource slow = new FakeSource(FakeSource.FakeBody::empty);
    MetricsServer server = fixture.start(slow);
    RawClient cut = fixture.connect(server).get("/metrics");
    eventually(() -> slow.opened().size() == 1);
    Thread first = ServerFixture.serverThreads().get(0);

    killEventLoop(server);

    first.join(WaitLimit.LIMIT.toMillis());
    assertThat(first.isAlive()).isFalse();
    assertThat(slow.openCount()).isZero();
    assertThat(fixture.get(server, "/-/healthy").statusCode()).isEqualTo(200);
    assertThat(server.connectionCount()).isEqualTo(1);
    assertThatExceptionOfType(IOException.class).isThrownBy(cut::readResponse);
  }

  @Test
  void eventLoop_diesWhileAnswersAreUnread_givesTheirMemoryBack() throws Exception {
    FakeSource large = new FakeSource(() -> FakeSource.FakeBody.ofLength(16 << 20));
    MetricsServer server = fixture.start(large);
    fixture.connectNarrow(server).get("/metrics");
    eventually(() -> server.usedMemoryBytes() > 0);
    Thread first = ServerFixture.serverThreads().get(0);

    killEventLoop(server);

    first.join(WaitLimit.LIMIT.toMillis());
    assertThat(server.usedMemoryBytes()).isZero();
  }

  @Test
  void eventLoop_diesAgainSoon_isReplacedAfterAPause() throws Exception {
    MetricsServer server = fixture.start(source);
    Object first = server.eventLoop();
    killEventLoop(server);
    eventually(() -> server.eventLoop() != first && isHealthy(server));
    long start = System.nanoTime();
    killEventLoop(server);
    eventually(() -> !isHealthy(server));

    eventually(() -> isHealthy(server));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(999));
  }

  private boolean isHealthy(MetricsServer server) throws InterruptedException {
    try {
      return fixture.get(server, "/-/healthy").statusCode() == 200;
    } catch (IOException down) {
      return false;
    }
  }

  @Test
  void listener_cannotAccept_errorDoesNotReachTheEndOfThePipeline() throws Exception {
    MetricsServer server = fixture.start(source);
    EmbeddedChannel channel = new EmbeddedChannel(new AcceptErrors());

    channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));

    channel.checkException();
    assertThat(server.listener().pipeline().last()).isInstanceOf(AcceptErrors.class);
    assertThat(channel.close().isDone()).isTrue();
  }

  @Test
  void listener_isClosedByNetty_isReplacedOnTheSamePort() throws Exception {
    MetricsServer server = fixture.start(source);
    Thread first = ServerFixture.serverThreads().get(0);

    closeListener(server);

    first.join(WaitLimit.LIMIT.toMillis());
    assertThat(fixture.get(server, "/metrics").body()).isEqualTo("up 1\n");
  }

  private static void closeListener(MetricsServer server) {
    assertThat(server.listener().close().awaitUninterruptibly(WaitLimit.LIMIT.toMillis())).isTrue();
  }

  /** Netty does not catch an error of such a task. */
  private static void killEventLoop(MetricsServer server) throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    ((NioEventLoop) server.eventLoop())
        .register(
            pipe.source(),
            SelectionKey.OP_READ,
            new NioTask<Pipe.SourceChannel>() {
              @Override
              public void channelReady(Pipe.SourceChannel channel, SelectionKey key) {
                throw new OutOfMemoryError("made to fail");
              }

              @Override
              public void channelUnregistered(Pipe.SourceChannel channel, Throwable cause) {}
            });
    assertThat(pipe.sink().write(ByteBuffer.allocate(1))).isEqualTo(1);
  }
}
