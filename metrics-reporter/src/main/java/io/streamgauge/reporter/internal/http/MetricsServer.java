package io.streamgauge.reporter.internal.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.streamgauge.reporter.internal.logging.LogLimit;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.shaded.netty4.io.netty.bootstrap.ServerBootstrap;
import org.apache.flink.shaded.netty4.io.netty.buffer.UnpooledByteBufAllocator;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInitializer;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOption;
import org.apache.flink.shaded.netty4.io.netty.channel.EventLoop;
import org.apache.flink.shaded.netty4.io.netty.channel.EventLoopGroup;
import org.apache.flink.shaded.netty4.io.netty.channel.FixedRecvByteBufAllocator;
import org.apache.flink.shaded.netty4.io.netty.channel.WriteBufferWaterMark;
import org.apache.flink.shaded.netty4.io.netty.channel.nio.NioEventLoopGroup;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server for metrics.
 *
 * <p>It answers {@code /metrics}, {@code /-/healthy}, {@code /-/ready} and a page of links at
 * {@code /}. All its work is done by one daemon thread named {@code streamgauge-http}, on which the
 * source and the supplier of readiness are called; neither may block it. If an error ends the
 * thread or the listener, another one takes over on the same port.
 */
/*
 * Concurrency: `running` is replaced under the lock, by the thread that has just lost its event
 * loop. Everything else belongs to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class MetricsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);

  private static final int CLOSE_SECONDS = 4;
  private static final int BACKLOG = 256;

  /** Small, so that what a flood of tiny requests is decoded to stays small too. */
  private static final int READ_BYTES = 4 * 1024;

  /**
   * What the kernel may hold for a client. Left to itself it would hold some megabytes, count them
   * as the process's, and take so much at once that a slow client would seem to stand still.
   */
  private static final int SEND_BYTES = 256 * 1024;

  /** The longest pause before an attempt to start again, in seconds. */
  private static final int MAX_PAUSE_SECONDS = 60;

  /** After an event loop that lived so long, another one starts without a pause. */
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);

  private static final LogLimit LOG_LIMIT = new LogLimit(System::nanoTime);

  private final Builder builder;
  private final String host;
  private final int port;
  private final Connections connections;
  private final UnpooledByteBufAllocator memory;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private int pauseSeconds;

  private volatile boolean isClosed;
  private volatile Running running;

  /** An event loop and its listener, from bind to end. */
  private final class Running {

    private final EventLoopGroup eventLoop =
        new NioEventLoopGroup(1, new ServerThreads(this::ended));
    private final Channel listener;
    private final long start = System.nanoTime();

    @GuardedBy("lock")
    private boolean isServing;

    @GuardedBy("lock")
    private boolean hasEnded;

    Running(List<Integer> ports) throws IOException {
      try {
        listener = new FreePort(bootstrap(eventLoop), host).bind(ports);
      } catch (IOException | RuntimeException | Error refused) {
        stop();
        throw refused;
      }
      // Behind Netty's own handler, which would pass errors to the end of the pipeline.
      listener.pipeline().addLast(new AcceptErrors());
      // Netty closes a listener that cannot accept for want of memory.
      listener.closeFuture().addListener(closed -> shutDown());
    }

    /**
     * Is replaced from now on when it ends.
     *
     * @throws IOException if it has ended already
     */
    void begin() throws IOException {
      synchronized (lock) {
        if (hasEnded) {
          listener.unsafe().closeForcibly();
          throw new IOException("The thread of the metrics server ended at once");
        }
        isServing = true;
      }
    }

    private void shutDown() {
      eventLoop.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private void stop() {
      shutDown();
      try {
        if (!eventLoop.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
          LOG.warn("The metrics server did not end within {} s", CLOSE_SECONDS);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    /** On the thread that ends. */
    private void ended() {
      boolean isToBeReplaced;
      synchronized (lock) {
        hasEnded = true;
        isToBeReplaced = isServing && !isClosed;
      }
      if (isToBeReplaced) {
        discard();
        startAgain(System.nanoTime() - start >= LONG_LIFE.toNanos());
      }
    }

    /** Gives back what the dead event loop held, as far as Netty still can. */
    private void discard() {
      try {
        connections.discardAll();
        listener.unsafe().closeForcibly();
      } catch (Throwable e) {
        LOG.warn("Failed to close the connections of the metrics server that ended", e);
      }
    }
  }

  private MetricsServer(Builder builder, String host, List<Integer> ports) throws IOException {
    this.builder = builder;
    this.host = host;
    connections = new Connections(builder.limits);
    // Not the pool that Flink's network stack shares: what this server takes, it gives back.
    memory = new UnpooledByteBufAllocator(/* preferDirect= */ true);
    synchronized (lock) {
      running = new Running(ports);
      port = ((InetSocketAddress) running.listener.localAddress()).getPort();
      running.begin();
    }
  }

  /** Starts the description of a server that serves {@code source}. */
  public static Builder serving(MetricsSource source) {
    return new Builder(source);
  }

  /** The port that is listened on. */
  public int port() {
    return port;
  }

  /** Tries until it succeeds, or the server is closed; at once only after a long life. */
  private void startAgain(boolean hasLivedLong) {
    logError("The thread of the metrics server ended unexpectedly; starting another one", null);
    synchronized (lock) {
      if (hasLivedLong) {
        pauseSeconds = 0;
      }
      try {
        do {
          pause();
        } while (!isClosed && !tryStart());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until the server is closed or the pause is over; the next one is longer. */
  @GuardedBy("lock")
  private void pause() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(pauseSeconds);
    pauseSeconds = Math.min(Math.max(1, 2 * pauseSeconds), MAX_PAUSE_SECONDS);
    long left = end - System.nanoTime();
    while (left > 0 && !isClosed) {
      TimeUnit.NANOSECONDS.timedWait(lock, left);
      left = end - System.nanoTime();
    }
  }

  @GuardedBy("lock")
  private boolean tryStart() {
    try {
      Running next = new Running(List.of(port));
      next.begin();
      running = next;
      return true;
    } catch (Throwable e) {
      logError("Failed to start the metrics server again; trying again later", e);
      return false;
    }
  }

  private static void logError(String message, @Nullable Throwable cause) {
    LOG_LIMIT
        .admit(MetricsServer.class.getName(), message)
        .ifPresent(suppressed -> LOG.error(LogLimit.withCount(message, suppressed), cause));
  }

  /**
   * Stops listening, cuts all clients and ends the thread, within 5 s. Further calls do nothing.
   *
   * <p>An answer that is cut can be told from a whole one by its client.
   */
  @Override
  public void close() {
    synchronized (lock) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      lock.notifyAll();
    }
    try {
      running.eventLoop.submit(this::closeChannels).awaitUninterruptibly(1, TimeUnit.SECONDS);
    } catch (RejectedExecutionException alreadyEnded) {
      LOG.debug("The metrics server has already ended", alreadyEnded);
    }
    running.stop();
  }

  int connectionCount() {
    return connections.size();
  }

  long usedMemoryBytes() {
    return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
  }

  EventLoop eventLoop() {
    return running.eventLoop.next();
  }

  Channel listener() {
    return running.listener;
  }

  private void closeChannels() {
    running.listener.close();
    connections.closeAll();
  }

  private ServerBootstrap bootstrap(EventLoopGroup eventLoop) {
    AnswerQueue queue = new AnswerQueue(builder.source, connections, eventLoop.next());
    return new ServerBootstrap()
        .group(eventLoop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .option(ChannelOption.ALLOCATOR, memory)
        .childOption(ChannelOption.ALLOCATOR, memory)
        .childOption(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ_BYTES))
        .childOption(ChannelOption.SO_SNDBUF, SEND_BYTES)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(
            ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(BodyStream.CHUNK_BYTES / 2, BodyStream.CHUNK_BYTES))
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                assemble(channel, queue);
              }
            });
  }

  private void assemble(Channel channel, AnswerQueue queue) {
    HttpLimits limits = builder.limits;
    Connection connection = new Connection(channel, connections, limits);
    channel
        .pipeline()
        .addLast(connection)
        .addLast(
            new HttpServerCodec(HttpLimits.REQUEST_LINE_BYTES, HttpLimits.HEADER_BYTES, READ_BYTES))
        .addLast(new RequestGate(connection, builder.clock))
        .addLast(new Router(builder.landingPage, builder.ready))
        .addLast(new MetricsHandler(builder.source, queue, connection, limits));
  }

  /** What a server serves, and under which limits. */
  public static final class Builder {

    private final MetricsSource source;
    private BooleanSupplier ready = () -> true;
    private HttpLimits limits = HttpLimits.defaults();
    private Clock clock = Clock.systemUTC();
    private String landingPage = LandingPage.html("unknown");

    private Builder(MetricsSource source) {
      this.source = source;
    }

    /** What {@code /-/ready} asks; without it the server is ready from the start. */
    public Builder ready(BooleanSupplier supplier) {
      ready = supplier;
      return this;
    }

    /** Streamgauge's own version, shown on the page of links. */
    public Builder version(String version) {
      landingPage = LandingPage.html(version);
      return this;
    }

    /** Instead of {@link HttpLimits#defaults}. */
    public Builder limits(HttpLimits httpLimits) {
      limits = httpLimits;
      return this;
    }

    Builder clock(Clock wallClock) {
      clock = wallClock;
      return this;
    }

    /**
     * Starts a server on the first of {@code ports} that is free.
     *
     * @param host a name or an address of this machine, or empty for all its addresses
     * @param ports tried in this order; 0 is any free port
     * @throws BindException if none is free, or {@code host} is not this machine's; the message
     *     names key, rule and value
     */
    public MetricsServer bind(String host, List<Integer> ports) throws IOException {
      return new MetricsServer(this, host, ports);
    }
  }
}
