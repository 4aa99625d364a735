package io.streamgauge.demo;

import io.streamgauge.cluster.Await;
import io.streamgauge.cluster.FlinkRest;
import io.streamgauge.cluster.FlinkRest.Vertex;
import io.streamgauge.demo.job.RiverPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * What happens to the job: a first wave of readings, a failure and the recovery, then a known
 * number of readings, a known part of them late, then readings about which it asks remote stations,
 * records that it cannot read, and other data for its lookup.
 *
 * <p>Each step waits until the job has dealt with the one before, so that the outcome is the same
 * on any machine: the watermark of all window tasks tells that all before it went through.
 */
final class Scenario {
  private static final int FIRST_WAVE = 1_000;
  private static final int KNOWN_WAVE = 10_000;
  private static final int LATE = 250;
  private static final int CONFIRMED = 40;
  private static final int UNKNOWN = 12;
  private static final int BROKEN = 8;
  private static final int ANSWERED_LATE = 4;
  private static final int NEVER_ANSWERED = 6;
  private static final int UNREADABLE = 30;
  private static final int HELD_WAVE = 400;

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Stage stage;
  private final River river;
  private final GaugeServer gauges;
  private final String job;
  private final Progress progress;

  /** All event times lie in the past. */
  private final long start =
      Instant.now().minus(Duration.ofMinutes(40)).toEpochMilli() / MINUTE * MINUTE;

  private long newest = start;
  private long readingsBefore;
  private long peaksBefore;
  private long late;
  private long lateMillis;

  Scenario(Stage stage, River river, GaugeServer gauges, String job, Progress progress) {
    this.stage = stage;
    this.river = river;
    this.gauges = gauges;
    this.job = job;
    this.progress = progress;
  }

  void play() throws ExecutionException, InterruptedException {
    firstWave();
    failAndRecover();
    knownWave();
    lateReadings();
    remoteReadings();
    unreadable();
    gauges.renewTable();
  }

  /** What was put in so far. */
  PutIn putIn() {
    Ledger ledger = river.ledger();
    long peaks = ledger.peaksAt(newest);
    return new PutIn(
        job,
        1,
        1,
        ledger.readings() - readingsBefore,
        ledger.recordsUnreadable(),
        late,
        lateMillis,
        Calls.in(ledger),
        peaks - peaksBefore,
        peaks,
        ledger.records());
  }

  /**
   * Holds the job back as long as a file is there, and sends what it cannot read meanwhile. To be
   * called when it has read and committed all.
   */
  HeldBack holdBack(Path gate) throws IOException, ExecutionException, InterruptedException {
    Files.createFile(gate);
    long before = river.ledger().records();
    Instant begin = Instant.now();
    progress.say("holding the job back, and sending " + HELD_WAVE + " readings");
    river.hold(gate, newest);
    river.wave(HELD_WAVE, newest, 0);
    long sent = river.ledger().records() - before;
    // Of the records that hold it, each task of the source has got one.
    return new HeldBack(sent - Stage.PARALLELISM, sent, begin, Instant.now());
  }

  /** Sends some more readings, of this moment, and one that is late. */
  void goOn() throws ExecutionException, InterruptedException {
    newest = Math.max(newest + 1, Instant.now().toEpochMilli());
    river.wave(20, newest, 0);
    river.remote(4, Answer.CONFIRMED, newest);
    late(1);
  }

  private void firstWave() throws ExecutionException, InterruptedException {
    progress.say("sending " + FIRST_WAVE + " readings");
    river.wave(FIRST_WAVE, start, MINUTE);
    moveTo(start + 10 * MINUTE);
    long completed = rest().checkpoints(job).completed();
    // The second one from here has begun when all of the wave was through.
    Await.until(
        "two more checkpoints", LIMIT, () -> rest().checkpoints(job).completed() >= completed + 2);
  }

  private void failAndRecover() throws ExecutionException, InterruptedException {
    readingsBefore = river.ledger().readings();
    peaksBefore = river.ledger().peaksAt(newest);
    progress.say("sending a record that makes the job fail");
    river.fault(newest);
    Await.until("a restart of the job", LIMIT, () -> rest().restarts(job) >= 1);
    stage.awaitRunning(job);
    progress.say("the job has recovered");
  }

  private void knownWave() throws ExecutionException, InterruptedException {
    progress.say("sending " + KNOWN_WAVE + " readings");
    river.wave(KNOWN_WAVE, newest + MINUTE, MINUTE);
    moveTo(start + 20 * MINUTE);
  }

  private void lateReadings() throws ExecutionException, InterruptedException {
    progress.say("sending " + LATE + " readings that come ten minutes late");
    late(LATE);
    moveTo(start + 30 * MINUTE);
  }

  private void late(int count) throws ExecutionException, InterruptedException {
    long time = start + 10 * MINUTE;
    river.late(count, time);
    late += count;
    lateMillis += count * (Ledger.watermarkAt(newest) - time);
  }

  /** The watermark does not pass those that wait for an answer. */
  private void remoteReadings() throws ExecutionException, InterruptedException {
    long time = newest + MINUTE;
    progress.say("sending readings about which remote stations are asked; some never answer");
    river.remote(CONFIRMED, Answer.CONFIRMED, time);
    river.remote(UNKNOWN, Answer.UNKNOWN, time);
    river.remote(BROKEN, Answer.BROKEN, time);
    river.remote(ANSWERED_LATE, Answer.LATE, time);
    river.remote(NEVER_ANSWERED, Answer.NEVER, time);
    moveTo(start + 32 * MINUTE);
  }

  private void unreadable() throws ExecutionException, InterruptedException {
    progress.say("sending " + UNREADABLE + " records that are no readings");
    river.unreadable(UNREADABLE);
  }

  /** Moves the job's time on, and waits until it is there. */
  private void moveTo(long time) throws ExecutionException, InterruptedException {
    river.mark(time);
    newest = time;
    long watermark = Ledger.watermarkAt(time);
    Await.until(
        "the watermark " + Instant.ofEpochMilli(watermark) + " in all window tasks",
        LIMIT,
        () -> windowTasksReached(watermark));
  }

  private boolean windowTasksReached(long watermark) {
    Vertex windows =
        rest().vertices(job).stream()
            .filter(each -> each.name().contains(RiverPlan.WINDOWS))
            .findFirst()
            .orElseThrow();
    List<Long> watermarks = rest().watermarks(job, windows);
    return watermarks.size() == windows.parallelism()
        && watermarks.stream().allMatch(each -> each >= watermark);
  }

  private FlinkRest rest() {
    return stage.cluster().rest();
  }
}
