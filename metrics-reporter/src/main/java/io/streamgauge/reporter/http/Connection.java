package io.streamgauge.reporter.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.util.Optional;
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

  /** What the server waits for a client to do; the first is given up first. */
  enum Wait {
    REQUEST,
    NEXT_REQUEST,
    READING
  }

  private enum Stage {
    /** Nothing has come yet. */
    CONNECTED,
    /** A part of a request may have come. */
    ASKING,
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
              + "Retry-After: 5\r\n"
              + "Connection: close\r\n\r\n"
              + "Too many connections.\n")
          .getBytes(US_ASCII);

  /** How often within the stall limit progress is looked at. */
  private static final int LOOKS = 4;

  private final Channel channel;
  private final Connections connections;
  private final HttpLimits limits;

  private Stage stage = Stage.CONNECTED;
  private long lastMoment;

  /** How often the progress of the present answer was looked at. */
  private int looks;

  private @Nullable Future<?> deadline;

  Connection(Channel channel, Connections connections, HttpLimits limits) {
    this.channel = channel;
    this.connections = connections;
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!connections.admit(this)) {
      stage = Stage.LEAVING;
      context
          .writeAndFlush(Unpooled.wrappedBuffer(REFUSAL))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    enter(Stage.CONNECTED, limits.request(), this::requestTimedOut);
    context.fireChannelActive();
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

  /** A whole request has come. */
  void answering() {
    looks = 0;
    enter(Stage.ANSWERING, betweenLooks(), () -> watch(0, 0, 0));
  }

  /** The client has its answer and may ask again. */
  void idle() {
    enter(Stage.IDLE, limits.idle(), this::close);
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
  }

  /** The client has taken a part of its answer. */
  void progress() {
    lastMoment = connections.nextMoment();
  }

  /** Ends the connection so that no unfinished answer can be taken for a whole one. */
  void cut() {
    if (stage == Stage.ANSWERING) {
      resetOnClose();
    }
    close();
  }

  /** What the server waits for; empty while it is at work itself. */
  Optional<Wait> waitsFor() {
    switch (stage) {
      case IDLE:
        return Optional.of(Wait.NEXT_REQUEST);
      case ANSWERING:
        return unsent() > 0 ? Optional.of(Wait.READING) : Optional.empty();
      default:
        return Optional.of(Wait.REQUEST);
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
    lastMoment = connections.nextMoment();
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
   * Cuts the client once as many looks in a row as make up the limit have seen no progress, or when
   * its answer has taken too long for all its progress.
   */
  private void watch(long unsentBefore, long momentBefore, int looksInVain) {
    long unsentNow = unsent();
    long momentNow = lastMoment;
    boolean stuck = unsentNow > 0 && unsentNow == unsentBefore && momentNow == momentBefore;
    int inVain = stuck ? looksInVain + 1 : 0;
    looks++;
    if (inVain == LOOKS || betweenLooks().multipliedBy(looks).compareTo(limits.answer()) >= 0) {
      cut();
    } else {
      schedule(betweenLooks(), () -> watch(unsentNow, momentNow, inVain));
    }
  }

  private Duration betweenLooks() {
    return limits.stall().dividedBy(LOOKS);
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
    channel.close();
  }
}
