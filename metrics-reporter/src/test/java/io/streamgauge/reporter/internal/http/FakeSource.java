package io.streamgauge.reporter.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.internal.exposition.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source whose bodies are made by the test, and counted. */
final class FakeSource implements MetricsSource {

  private final Supplier<FakeBody> bodies;
  private final List<ScrapeRequest> requests = new CopyOnWriteArrayList<>();
  private final List<FakeBody> opened = new CopyOnWriteArrayList<>();
  private volatile LongSupplier missing = () -> 0;
  private volatile Predicate<ScrapeRequest> sharing = request -> false;
  private volatile Set<String> namesAskedFor = Set.of();
  private final AtomicInteger attempts = new AtomicInteger();

  FakeSource(Supplier<FakeBody> bodies) {
    this.bodies = bodies;
  }

  static FakeSource of(String text) {
    return new FakeSource(() -> FakeBody.of(text));
  }

  /** Whether there is room for a further answer. */
  FakeSource room(BooleanSupplier hasRoom) {
    return missing(() -> hasRoom.getAsBoolean() ? 0 : 1);
  }

  /** The bytes that a further answer lacks. */
  FakeSource missing(LongSupplier bytes) {
    missing = bytes;
    return this;
  }

  /** The requests that take no memory of their own. */
  FakeSource sharing(Predicate<ScrapeRequest> requestsThatShare) {
    sharing = requestsThatShare;
    return this;
  }

  @Override
  public long missingBytes(ScrapeRequest request) {
    namesAskedFor = request.names();
    attempts.incrementAndGet();
    return missing.getAsLong();
  }

  @Override
  public boolean sharesMemory(ScrapeRequest request) {
    return sharing.test(request);
  }

  @Override
  public Body open(ScrapeRequest request, Runnable whenReady) {
    FakeBody body = bodies.get();
    body.whenReady = whenReady;
    opened.add(body);
    requests.add(request);
    return body;
  }

  /** How often a request was about to be answered. */
  int attempts() {
    return attempts.get();
  }

  /** The names in the request that was about to be answered last. */
  Set<String> namesAskedFor() {
    return namesAskedFor;
  }

  /** The requests of all scrapes so far. */
  List<ScrapeRequest> requests() {
    return requests;
  }

  /** The bodies of all scrapes so far. */
  List<FakeBody> opened() {
    return opened;
  }

  long openCount() {
    return opened.stream().filter(body -> body.closeCount.get() == 0).count();
  }

  /** A body that gives what the test has put in, or a number of equal bytes. */
  static final class FakeBody implements Body {

    private static final byte[] FILLER = "x".repeat(64 << 10).getBytes(UTF_8);

    private volatile Runnable whenReady = () -> {};
    private final AtomicInteger closeCount = new AtomicInteger();
    private final Object lock = new Object();
    private ByteBuffer ready = ByteBuffer.allocate(0);
    private long filler;
    private long memory = 1;
    private boolean ended;
    private @Nullable IOException failure;

    /** All of {@code text} is there from the start. */
    static FakeBody of(String text) {
      FakeBody body = new FakeBody();
      body.ready = ByteBuffer.wrap(text.getBytes(UTF_8));
      body.ended = true;
      return body;
    }

    /** {@code bytes} times the letter x, all there from the start. */
    static FakeBody ofLength(long bytes) {
      FakeBody body = new FakeBody();
      body.filler = bytes;
      body.memory = bytes;
      body.ended = true;
      return body;
    }

    /** Nothing is there until the test puts it in. */
    static FakeBody empty() {
      return new FakeBody();
    }

    void put(String text) {
      synchronized (lock) {
        ByteBuffer more = ByteBuffer.wrap(text.getBytes(UTF_8));
        ready = ByteBuffer.allocate(ready.remaining() + more.remaining()).put(ready).put(more);
        ready.flip();
      }
      whenReady.run();
    }

    void end() {
      synchronized (lock) {
        ended = true;
      }
      whenReady.run();
    }

    void fail() {
      fail(new IOException("made to fail"));
    }

    void fail(IOException cause) {
      synchronized (lock) {
        failure = cause;
      }
      whenReady.run();
    }

    /** Says that there may be something. */
    void wake() {
      whenReady.run();
    }

    int closeCount() {
      return closeCount.get();
    }

    long left() {
      synchronized (lock) {
        return filler + ready.remaining();
      }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      synchronized (lock) {
        if (closeCount.get() > 0) {
          throw new IllegalStateException("read after close");
        }
        int before = target.position();
        while (ready.hasRemaining() && target.hasRemaining()) {
          target.put(ready.get());
        }
        int fill = (int) Math.min(filler, Math.min(target.remaining(), FILLER.length));
        target.put(FILLER, 0, fill);
        filler -= fill;
        int copied = target.position() - before;
        if (copied == 0 && failure != null) {
          throw failure;
        }
        return copied == 0 && ended ? END : copied;
      }
    }

    @Override
    public void measure(Map<Object, Long> bytes) {
      bytes.put(this, memory);
    }

    @Override
    public void close() {
      closeCount.incrementAndGet();
    }
  }
}
