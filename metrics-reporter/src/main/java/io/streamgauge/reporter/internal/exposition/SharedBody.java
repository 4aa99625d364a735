package io.streamgauge.reporter.internal.exposition;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that is produced once, and read by any number of readers while and after it is produced.
 *
 * <p>One producer appends chunks; each reader follows at its own pace, from the first byte. The
 * chunks go back to their pool when the producer has ended and all readers are closed. When all
 * readers are closed before the producer has ended, nobody wants the rest: the producer is told,
 * and no reader can join any more.
 */
/*
 * Concurrency: the lock guards the list of chunks and who uses them. It is held for a few
 * instructions only, never while bytes are copied or readers are woken. The bytes of a chunk do not
 * change once it is in the list; a reader finds the chunk through the lock, hence sees its bytes.
 */
public final class SharedBody {

  private enum State {
    GROWING,
    COMPLETE,
    FAILED
  }

  private static final Reader[] NO_READERS = {};

  private final ChunkPool pool;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private byte[][] chunks = new byte[16][];

  @GuardedBy("lock")
  private int[] lengths = new int[16];

  @GuardedBy("lock")
  private int chunkCount;

  /** The chunks that were ever appended, even if they were given back. */
  @GuardedBy("lock")
  private int producedChunks;

  @GuardedBy("lock")
  private State state = State.GROWING;

  @GuardedBy("lock")
  private @Nullable Throwable failure;

  /**
   * Whoever wakes the readers walks this array without the lock, so it is replaced, not changed.
   */
  @GuardedBy("lock")
  private Reader[] readers = NO_READERS;

  /** Set when nobody can read the body any more. */
  @GuardedBy("lock")
  private boolean isGivenUp;

  /** The chunk that is being filled; the producer's alone. */
  private byte @Nullable [] unfinished;

  /** A body without bytes. Its first reader is to be opened before it is produced. */
  public SharedBody(ChunkPool pool) {
    this.pool = pool;
  }

  // Reading.

  /**
   * A further reader, at the beginning of the body.
   *
   * @param whenReady run by the producer's thread whenever {@link Body#read} may return something
   *     else than 0; it must neither block nor throw
   * @return null when the body's bytes are gone, or are never to be completed
   */
  public @Nullable Body tryOpen(Runnable whenReady) {
    synchronized (lock) {
      if (isGivenUp || state == State.FAILED) {
        return null;
      }
      Reader reader = new Reader(whenReady);
      readers = Arrays.copyOf(readers, readers.length + 1);
      readers[readers.length - 1] = reader;
      return reader;
    }
  }

  private final class Reader implements Body {

    private final Runnable whenReady;
    private int nextChunk;
    private byte[] chunk = {};
    private int at;
    private int end;
    private boolean isClosed;

    Reader(Runnable whenReady) {
      this.whenReady = whenReady;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (isClosed) {
        return END;
      }
      while (at == end) {
        if (!enterNextChunk()) {
          return isAtEnd() ? END : 0;
        }
      }
      int length = Math.min(target.remaining(), end - at);
      target.put(chunk, at, length);
      at += length;
      return length;
    }

    private boolean enterNextChunk() {
      synchronized (lock) {
        if (nextChunk == chunkCount) {
          return false;
        }
        chunk = chunks[nextChunk];
        end = lengths[nextChunk];
      }
      nextChunk++;
      at = 0;
      return true;
    }

    private boolean isAtEnd() throws IOException {
      synchronized (lock) {
        if (state == State.FAILED) {
          throw failure instanceof IOException
              ? (IOException) failure
              : new IOException("The response could not be produced", failure);
        }
        return state == State.COMPLETE && nextChunk == chunkCount;
      }
    }

    @Override
    public void measure(Map<Object, Long> bytes) {
      if (!isClosed) {
        bytes.put(SharedBody.this, byteSize());
      }
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        remove(this);
      }
    }
  }

  private void remove(Reader closed) {
    synchronized (lock) {
      Reader[] others = new Reader[readers.length - 1];
      int kept = 0;
      for (Reader reader : readers) {
        if (reader != closed) {
          others[kept++] = reader;
        }
      }
      readers = others;
      giveUpIfUnused();
    }
  }

  @GuardedBy("lock")
  private void giveUpIfUnused() {
    if (readers.length > 0) {
      return;
    }
    isGivenUp = true;
    if (state != State.GROWING) {
      pool.giveBack(chunks, chunkCount);
      chunks = new byte[0][];
      chunkCount = 0;
    }
  }

  /** Bytes of memory that the body took, whether or not they were given back. */
  public long byteSize() {
    synchronized (lock) {
      return (long) producedChunks * ChunkPool.CHUNK_SIZE;
    }
  }

  // Producing.

  /** Whether there is anybody left to produce for. */
  public boolean isWanted() {
    synchronized (lock) {
      return !isGivenUp;
    }
  }

  /** An empty chunk, to be filled. */
  byte[] startChunk() {
    byte[] chunk = pool.take();
    unfinished = chunk;
    return chunk;
  }

  /** Appends the chunk that was started last. */
  void endChunk(int length) {
    byte[] chunk = unfinished;
    if (chunk == null) {
      throw new IllegalStateException("No chunk was started");
    }
    Reader[] woken = append(chunk, length);
    unfinished = null;
    wake(woken);
  }

  private Reader[] append(byte[] chunk, int length) {
    synchronized (lock) {
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, 2 * chunkCount);
        lengths = Arrays.copyOf(lengths, 2 * chunkCount);
      }
      chunks[chunkCount] = chunk;
      lengths[chunkCount] = length;
      chunkCount++;
      producedChunks++;
      return readers;
    }
  }

  /** Ends the body. */
  void complete() {
    end(State.COMPLETE, null);
  }

  /** Ends the body before its time: its readers get an {@link IOException} with this cause. */
  public void fail(Throwable cause) {
    end(State.FAILED, cause);
  }

  private void end(State endState, @Nullable Throwable cause) {
    Reader[] woken;
    synchronized (lock) {
      if (state != State.GROWING) {
        return;
      }
      state = endState;
      failure = cause;
      if (unfinished != null) {
        unfinished = null;
        pool.discard();
      }
      giveUpIfUnused();
      woken = readers;
    }
    wake(woken);
  }

  private static void wake(Reader[] readers) {
    for (Reader reader : readers) {
      reader.whenReady.run();
    }
  }
}
