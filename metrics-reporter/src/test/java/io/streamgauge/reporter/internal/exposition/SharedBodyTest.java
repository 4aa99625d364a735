package io.streamgauge.reporter.internal.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedBodyTest {

  private final ChunkPool pool = new ChunkPool(8 * ChunkPool.CHUNK_SIZE);
  private final SharedBody body = new SharedBody(pool);
  private final ByteBuffer buffer = ByteBuffer.allocate(100);

  @Test
  void aReaderFollowsTheProducer() throws IOException {
    AtomicInteger wakes = new AtomicInteger();
    Body reader = opened(wakes::incrementAndGet);

    assertThat(reader.read(buffer)).isZero();
    append(1, 60);
    assertThat(reader.read(buffer)).isEqualTo(60);
    assertThat(reader.read(buffer)).isZero();
    append(2, 60);
    assertThat(reader.read(buffer)).isEqualTo(40);
    buffer.clear();
    assertThat(reader.read(buffer)).isEqualTo(20);
    body.complete();
    assertThat(reader.read(buffer)).isEqualTo(Body.END);
    assertThat(wakes).hasValue(3);
  }

  @Test
  void aLateReaderStartsAtTheBeginning() throws IOException {
    opened(() -> {});
    append(1, 10);
    body.complete();

    Body late = opened(() -> {});

    assertThat(Bodies.allBytes(late, 7)).containsOnly(1).hasSize(10);
  }

  @Test
  void readers_measureTheirCommonMemoryOnce() {
    Body one = opened(() -> {});
    Body other = opened(() -> {});
    append(1, 10);
    Map<Object, Long> bytes = new HashMap<>();

    one.measure(bytes);
    other.measure(bytes);
    assertThat(bytes.values()).containsExactly((long) ChunkPool.CHUNK_SIZE);

    one.close();
    bytes.clear();
    one.measure(bytes);
    assertThat(bytes).isEmpty();
  }

  @Test
  void anEmptyChunkIsPassed() throws IOException {
    Body reader = opened(() -> {});
    append(1, 0);
    append(2, 3);
    body.complete();

    assertThat(Bodies.allBytes(reader, 7)).containsExactly(2, 2, 2);
  }

  @Test
  void readersOfAFailedBodyGetItsCause() throws IOException {
    IllegalStateException cause = new IllegalStateException("broken");
    AtomicInteger wakes = new AtomicInteger();
    Body reader = opened(wakes::incrementAndGet);
    append(1, 10);
    reader.read(buffer);

    body.fail(cause);

    assertThatThrownBy(() -> reader.read(buffer)).isInstanceOf(IOException.class).hasCause(cause);
    assertThat(wakes).hasValue(2);
    assertThat(body.tryOpen(() -> {})).isNull();
  }

  @Test
  void theChunksGoBackWhenTheLastReaderOfACompleteBodyIsClosed() {
    Body first = opened(() -> {});
    Body second = opened(() -> {});
    append(1, 10);
    append(2, 10);
    body.complete();

    first.close();
    first.close();
    assertThat(pool.keptBytes()).isZero();
    second.close();

    assertThat(pool.keptBytes()).isEqualTo(2 * ChunkPool.CHUNK_SIZE);
    assertThat(body.tryOpen(() -> {})).isNull();
  }

  @Test
  void theChunksGoBackWhenTheProducerEndsAfterItsReaders() {
    Body reader = opened(() -> {});
    append(1, 10);
    assertThat(body.isWanted()).isTrue();

    reader.close();
    assertThat(body.isWanted()).isFalse();
    assertThat(body.tryOpen(() -> {})).isNull();
    assertThat(pool.keptBytes()).isZero();
    append(2, 10);
    body.complete();

    assertThat(pool.keptBytes()).isEqualTo(2 * ChunkPool.CHUNK_SIZE);
  }

  @Test
  void aClosedReaderIsNotWokenAndReadsNothing() throws IOException {
    AtomicInteger wakes = new AtomicInteger();
    Body closed = opened(wakes::incrementAndGet);
    opened(() -> {});

    closed.close();
    append(1, 10);

    assertThat(wakes).hasValue(0);
    assertThat(closed.read(buffer)).isEqualTo(Body.END);
  }

  @Test
  void thePoolKeepsNoMoreThanTheLastBodyNeededAndNeverMoreThanItsLimit() {
    giveBackBodyOf(20);
    assertThat(pool.keptBytes()).isEqualTo(8 * ChunkPool.CHUNK_SIZE);
    giveBackBodyOf(3);
    assertThat(pool.keptBytes()).isEqualTo(3 * ChunkPool.CHUNK_SIZE);
    giveBackBodyOf(5);
    assertThat(pool.keptBytes()).isEqualTo(5 * ChunkPool.CHUNK_SIZE);
  }

  private void giveBackBodyOf(int chunks) {
    SharedBody shared = new SharedBody(pool);
    Body reader = Objects.requireNonNull(shared.tryOpen(() -> {}));
    for (int i = 0; i < chunks; i++) {
      shared.startChunk();
      shared.endChunk(1);
    }
    shared.complete();
    reader.close();
  }

  @Test
  void readersThatComeAndGoMeanwhileAllGetTheSameBytes() throws Exception {
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      for (int round = 0; round < 50; round++) {
        readWhileProducing(executor, round);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(executor.awaitTermination(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void readWhileProducing(ExecutorService executor, int round)
      throws InterruptedException, ExecutionException {
    SharedBody shared = new SharedBody(pool);
    List<Future<byte[]>> results = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Follower follower = new Follower(shared);
      boolean closesEarly = i % 3 == 2;
      results.add(executor.submit(() -> follower.follow(closesEarly)));
    }
    ByteArrayOutputStream expected = new ByteArrayOutputStream();

    produce(shared, new SplittableRandom(round), expected);

    for (int i = 0; i < results.size(); i++) {
      byte[] result = results.get(i).get();
      assertThat(result).hasSizeGreaterThan(0);
      if (i % 3 != 2) {
        assertThat(result).isEqualTo(expected.toByteArray());
      }
    }
    assertThat(shared.tryOpen(() -> {})).isNull();
  }

  private static void produce(
      SharedBody shared, SplittableRandom random, ByteArrayOutputStream expected) {
    for (int i = 0; i < 40; i++) {
      byte[] chunk = shared.startChunk();
      int length = random.nextInt(1, 5000);
      for (int j = 0; j < length; j++) {
        chunk[j] = (byte) random.nextInt();
      }
      expected.write(chunk, 0, length);
      shared.endChunk(length);
    }
    shared.complete();
  }

  /** A reader that waits until it is woken. */
  private static final class Follower {

    private final Semaphore ready = new Semaphore(0);
    private final Body reader;

    Follower(SharedBody shared) {
      reader = Objects.requireNonNull(shared.tryOpen(ready::release));
    }

    byte[] follow(boolean closesEarly) throws IOException, InterruptedException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(700);
      try (Body open = reader) {
        for (int read = open.read(buffer); read != Body.END; read = open.read(buffer)) {
          all.write(buffer.array(), 0, read);
          buffer.clear();
          if (read == 0 && !ready.tryAcquire(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("Nobody woke the reader");
          }
          if (closesEarly && all.size() > 0) {
            break;
          }
        }
      }
      return all.toByteArray();
    }
  }

  private Body opened(Runnable whenReady) {
    return Objects.requireNonNull(body.tryOpen(whenReady));
  }

  private void append(int value, int length) {
    byte[] chunk = body.startChunk();
    for (int i = 0; i < length; i++) {
      chunk[i] = (byte) value;
    }
    body.endChunk(length);
  }
}
