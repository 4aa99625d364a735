package io.streamgauge.reporter.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelException;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOption;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelOutboundBuffer;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.ChannelInputShutdownEvent;
import org.apache.flink.shaded.netty4.io.netty.channel.socket.DuplexChannel;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One client: the stage it is in, and how long that may last.
 *
 * <p>The first handler of a channel, confined to its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Connection extends ChannelInboundHandlerAdapter {

  private enum Stage {
    /** All places are taken; nothing is read from the client. */
    QUEUED,
    /** Nothing has come yet. */
    CONNECTED,
    /** A part of a request may have come. */
    ASKING,
    /** A request waits for memory for its answer. */
    WAITING,
    /** A request is being answered. */
    ANSWERING,
    /** All requests are answered. */
    IDLE,
    /** All has been said; what still comes is dropped until the client hangs up. */
    LEAVING,
    /** The client is gone; the decoder may yet find the rest of a request in what it sent. */
    CLOSED
  }

  private static final byte[] REFUSAL =
      ("HTTP/1.1 503 Service Unavailable\r\n"
              + "Content-Type: text/plain; charset=utf-8\r\n"
              + "Content-Length: 22\r\n"
              + ("Retry-After: " + HttpLimits.RETRY_SECONDS + "\r\n")
              + "Connection: close\r\n\r\n"
              + "Too many connections.\n")
          .getBytes(US_ASCII);

  /** How often within the stall limit progress is checked. */
  private static final int CHECKS = 4;

  private final Channel channel;
  private final Connections connections;
  private final HttpLimits limits;
  private final Object address;

  private Stage stage = Stage.CONNECTED;
  private long lastMoment;

  /** When the present stage began or the client took a part of its answer, by the nano clock. */
  private long lastProgress;

  private @Nullable BodyStream answer;

  /** How often the progress of the present answer was checked. */
  private int checks;

  private @Nullable Future<?> deadline;

  Connection(Channel channel, Connections connections, HttpLimits limits) {
    this.channel = channel;
    this.connections = connections;
    this.limits = limits;
    SocketAddress remote = channel.remoteAddress();
    this.address =
        remote instanceof InetSocketAddress
            ? ((InetSocketAddress) remote).getAddress()
            : String.valueOf(remote);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (connections.admit(this)) {
      enter(Stage.CONNECTED, limits.request(), this::requestTimedOut);
    } else if (connections.enqueue(this)) {
      channel.config().setAutoRead(false);
      stage = Stage.QUEUED;
      schedule(limits.request(), this::waitedInVain);
    } else {
      refuse();
    }
    context.fireChannelActive();
  }

  private void waitedInVain() {
    connections.forget(this);
    refuse();
  }

  /** Runs a task of all connections after a while. */
  void later(Duration delay, Runnable task) {
    channel.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The client has got a place. */
  void admitted() {
    enter(Stage.CONNECTED, limits.request(), this::requestTimedOut);
    channel.config().setAutoRead(true);
  }

  /** There is no place for the client. */
  void refuse() {
    cancelDeadline();
    stage = Stage.LEAVING;
    // Not through the encoder, which knows of no request.
    channel
        .pipeline()
        .context(this)
        .writeAndFlush(Unpooled.wrappedBuffer(REFUSAL))
        .addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (stage) {
      case LEAVING:
      case CLOSED:
        ReferenceCountUtil.release(message);
        return;
      case CONNECTED:
        // The limit goes on running: one byte buys no time.
        stage = Stage.ASKING;
        break;
      case IDLE:
        enter(Stage.ASKING, limits.request(), this::requestTimedOut);
        break;
      default:
        break;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (stage == Stage.LEAVING && event instanceof ChannelInputShutdownEvent) {
      close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancelDeadline();
    stage = Stage.CLOSED;
    connections.forget(this);
    context.fireChannelInactive();
  }

  /** A whole request has come and is answered from now on. */
  void answering() {
    checks = 0;
    enter(Stage.ANSWERING, betweenChecks(), () -> watch(0, 0, 0));
  }

  /** A whole request has come, for whose answer there is no memory yet. */
  void waitForMemory() {
    enter(Stage.WAITING, limits.answer(), this::cut);
  }

  /** The client has its answer and may ask again. */
  void idle() {
    enter(Stage.IDLE, limits.idle(), this::close);
    connections.admitWaiting();
  }

  /** Whether the connection is to end after the present answer, because others wait for a place. */
  boolean isToGiveWay() {
    return connections.areAnyWaiting();
  }

  /** The client gets its answer from a stream, which is closed with the connection. */
  void answersWith(BodyStream stream) {
    answer = stream;
  }

  /** The client has got all of its metrics. */
  void served() {
    connections.served(this);
  }

  /**
   * The client has its last answer.
   *
   * <p>Closing at once while bytes of the client lie unread would reset the connection, and the
   * client might lose the answer.
   */
  void leave() {
    if (((DuplexChannel) channel).isInputShutdown()) {
      close();
      return;
    }
    enter(Stage.LEAVING, HttpLimits.LINGER, this::close);
    ((DuplexChannel) channel).shutdownOutput();
    connections.admitWaiting();
  }

  /** The client has taken a part of its answer. */
  void progress() {
    lastMoment = connections.nextMoment();
    lastProgress = System.nanoTime();
  }

  /** Ends the connection so that no unfinished answer can be taken for a whole one. */
  void cut() {
    if (stage == Stage.ANSWERING) {
      resetOnClose();
    }
    closeAnswer();
    close();
  }

  /** Gives everything back without the event loop, which has died. */
  void discard() throws Exception {
    stage = Stage.CLOSED;
    if (answer != null) {
      answer.discard();
    }
    Channel.Unsafe transport = channel.unsafe();
    ChannelOutboundBuffer unsent = transport.outboundBuffer();
    transport.closeForcibly();
    if (unsent != null) {
      // Removing the messages would notify listeners, for which there is no thread.
      unsent.addFlush();
      unsent.forEachFlushedMessage(
          message -> {
            ReferenceCountUtil.release(message);
            return true;
          });
    }
  }

  private void closeAnswer() {
    if (answer != null) {
      answer.close();
    }
  }

  /** The address of the client; that of a proxy is the same for all its clients. */
  Object address() {
    return address;
  }

  /** Whether the server is not at work for the client but waits for it, or for memory. */
  boolean isWaitedFor() {
    return stage != Stage.ANSWERING || unsent() > 0;
  }

  /** Whether the client is idle, or has been waited for so long that its place goes to others. */
  boolean isReplaceable() {
    long patience = stage == Stage.IDLE ? 0 : limits.idleClient().toNanos();
    return isWaitedFor() && System.nanoTime() - lastProgress >= patience;
  }

  /** Whether the client has sent a whole request. */
  boolean hasAsked() {
    return stage == Stage.WAITING || stage == Stage.ANSWERING || stage == Stage.IDLE;
  }

  /** Whether the client has stopped reading an answer that holds much memory. */
  boolean hasStalledAnswer() {
    return stage == Stage.ANSWERING
        && unsent() > 0
        && answer != null
        && answer.holdsBody()
        && System.nanoTime() - lastProgress >= limits.stalledAnswer().toNanos();
  }

  /** Adds the memory that the answer holds, in bytes by its owner. */
  void measureAnswer(Map<Object, Long> bytes) {
    if (answer != null) {
      answer.measure(bytes);
    }
  }

  long lastMoment() {
    return lastMoment;
  }

  private void enter(Stage next, Duration limit, Runnable whenOver) {
    if (stage == Stage.CLOSED) {
      return;
    }
    stage = next;
    progress();
    schedule(limit, whenOver);
  }

  private void schedule(Duration limit, Runnable whenOver) {
    cancelDeadline();
    deadline = channel.eventLoop().schedule(whenOver, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(/* mayInterruptIfRunning= */ false);
      deadline = null;
    }
  }

  private void requestTimedOut() {
    if (stage == Stage.CONNECTED) {
      close();
    } else {
      channel.writeAndFlush(Replies.text(HttpResponseStatus.REQUEST_TIMEOUT));
    }
  }

  /**
   * Cuts the client once as many checks in a row as make up the limit have seen no progress, or
   * when its answer has taken too long for all its progress.
   */
  private void watch(long unsentBefore, long momentBefore, int checksInVain) {
    long unsentNow = unsent();
    long momentNow = lastMoment;
    boolean stuck = unsentNow > 0 && unsentNow == unsentBefore && momentNow == momentBefore;
    int inVain = stuck ? checksInVain + 1 : 0;
    checks++;
    if (inVain == CHECKS || betweenChecks().multipliedBy(checks).compareTo(limits.answer()) >= 0) {
      cut();
    } else {
      schedule(betweenChecks(), () -> watch(unsentNow, momentNow, inVain));
    }
  }

  private Duration betweenChecks() {
    return limits.stall().dividedBy(CHECKS);
  }

  /** Bytes of answers that the socket has not taken yet. */
  private long unsent() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }

  private void resetOnClose() {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException alreadyGone) {
      // Then there is nobody left who could mistake anything.
    }
  }

  private void close() {
    if (stage != Stage.CLOSED) {
      channel.close();
    }
  }
}
