package io.streamgauge.reporter.internal.http;

import io.streamgauge.reporter.internal.exposition.Body;
import io.streamgauge.reporter.internal.logging.LogLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.shaded.netty4.io.netty.buffer.ByteBuf;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultHttpContent;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one body to one client, as fast as both go and never ahead of the client.
 *
 * <p>Confined to the event loop of the channel, but for {@link #wake}. What has not been taken by
 * the socket is at most the channel's high water mark and one chunk.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class BodyStream {

  static final int CHUNK_BYTES = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(BodyStream.class);

  private static final LogLimit LOG_LIMIT = new LogLimit(System::nanoTime);

  /** After so many chunks the other clients have their turn. */
  private static final int CHUNKS_A_TURN = 16;

  private final ChannelHandlerContext context;
  private final Connection connection;
  private final HttpResponse head;
  private final Duration patience;
  private final AtomicBoolean woken = new AtomicBoolean();

  /** Chunks that are free again: a body goes through two or three however long it is. */
  private final Queue<ByteBuf> spares = new ArrayDeque<>();

  /** Chunks that the socket has not taken yet. Buffers are equal if their bytes are. */
  private final Set<ByteBuf> sent = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Body body;
  private @Nullable Future<?> deadline;
  private boolean begun;

  /**
   * @param patience how long the body may have nothing ready
   */
  BodyStream(
      ChannelHandlerContext context, Connection connection, HttpResponse head, Duration patience) {
    this.context = context;
    this.connection = connection;
    this.head = head;
    this.patience = patience;
  }

  void open(MetricsSource source, ScrapeRequest request) {
    try {
      body = source.open(request, this::wake);
    } catch (Throwable broken) {
      fail(broken);
      return;
    }
    pump();
  }

  /** Checks soon whether there is something to send. May be called by any thread at any time. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      try {
        context.executor().execute(this::pump);
      } catch (RejectedExecutionException serverClosed) {
        // With the server all its bodies have been closed.
      } catch (Throwable outOfMemory) {
        // The next call tries again, and after the last one the limit of startWaiting() holds.
        woken.set(false);
      }
    }
  }

  /** Gives the body back; further calls do nothing. */
  void close() {
    stopWaiting();
    Body open = body;
    body = null;
    spares.forEach(ByteBuf::release);
    spares.clear();
    if (open != null) {
      closeQuietly(open);
    }
  }

  /** Gives all back after the event loop has died, which reports no write any more. */
  void discard() {
    deadline = null;
    sent.forEach(ByteBuf::release);
    sent.clear();
    close();
  }

  /* Whoever wakes it from here on causes another turn, so that nothing is missed. */
  private void pump() {
    woken.set(false);
    try {
      takeTurn();
    } catch (Throwable broken) {
      fail(broken);
    }
  }

  private void takeTurn() throws IOException {
    for (int chunk = 0; chunk < CHUNKS_A_TURN; chunk++) {
      if (body == null || !context.channel().isWritable() || !move(body)) {
        return;
      }
    }
    wake();
  }

  /** Moves one chunk; returns whether it is worth trying another. */
  private boolean move(Body from) throws IOException {
    ByteBuf chunk = nextChunk();
    int last = fill(chunk, from);
    if (chunk.isReadable()) {
      send(spares.remove());
    }
    if (last == Body.END) {
      end();
    } else if (last == 0) {
      startWaiting();
    }
    return last > 0;
  }

  /** The chunk to be filled next; it stays among the spares until it is sent. */
  private ByteBuf nextChunk() {
    if (spares.isEmpty()) {
      spares.add(context.alloc().directBuffer(CHUNK_BYTES, CHUNK_BYTES));
    }
    return spares.element();
  }

  /** Returns the result of the last read. */
  private static int fill(ByteBuf chunk, Body from) throws IOException {
    ByteBuffer target = chunk.nioBuffer(0, chunk.capacity());
    int read;
    do {
      read = from.read(target);
    } while (read > 0 && target.hasRemaining());
    chunk.writerIndex(target.position());
    return read;
  }

  private void send(ByteBuf chunk) {
    stopWaiting();
    begin();
    sent.add(chunk);
    context
        .writeAndFlush(new DefaultHttpContent(chunk.retain()))
        .addListener(
            written -> {
              connection.progress();
              recycle(chunk);
            });
  }

  private void recycle(ByteBuf chunk) {
    if (!sent.remove(chunk)) {
      return;
    }
    if (body == null) {
      chunk.release();
    } else {
      spares.add(chunk.clear());
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      context.write(head);
    }
  }

  private void end() {
    close();
    begin();
    context
        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
        .addListener(
            written -> {
              if (written.isSuccess()) {
                connection.served();
              }
            });
  }

  /** Whether the body still holds memory for this client. */
  boolean holdsBody() {
    return body != null;
  }

  /** Adds the memory that the body holds, in bytes by its owner. */
  void measure(Map<Object, Long> bytes) {
    if (body != null) {
      body.measure(bytes);
    }
  }

  private void fail(Throwable cause) {
    close();
    if (begun) {
      warn("Scrape failed while streaming the response; closing the connection", cause);
      connection.cut();
    } else if (cause instanceof ScrapeUnavailableException) {
      context.writeAndFlush(Replies.unavailable(String.valueOf(cause.getMessage())));
    } else {
      warn("Scrape failed; answering with status 500", cause);
      context.writeAndFlush(
          Replies.text(
              HttpResponseStatus.INTERNAL_SERVER_ERROR, "The metrics could not be produced."));
    }
  }

  private static void warn(String message, Throwable cause) {
    LOG_LIMIT
        .admit(BodyStream.class.getName(), message)
        .ifPresent(suppressed -> LOG.warn(LogLimit.withCount(message, suppressed), cause));
  }

  private void startWaiting() {
    if (deadline == null) {
      deadline =
          context.executor().schedule(this::waitedInVain, patience.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private void stopWaiting() {
    if (deadline != null) {
      deadline.cancel(/* mayInterruptIfRunning= */ false);
      deadline = null;
    }
  }

  private void waitedInVain() {
    fail(new TimeoutException("nothing to send for " + patience));
  }

  private static void closeQuietly(Body open) {
    try {
      open.close();
    } catch (RuntimeException broken) {
      warn("Closing the body of a response failed", broken);
    }
  }
}
