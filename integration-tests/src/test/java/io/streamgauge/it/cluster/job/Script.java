package io.streamgauge.it.cluster.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;

/** What a scripted job is to do: a file with a word that a test writes and the job reads. */
public final class Script implements Serializable {
  private static final long serialVersionUID = 1;

  /** Nothing out of the ordinary. */
  public static final String RUN = "run";

  /** Refuses each checkpoint. */
  public static final String DECLINE = "decline";

  /** Holds each checkpoint up. */
  public static final String HOLD = "hold";

  /** Fails for a reason of its own, wrapped in another. */
  public static final String FIRST_FAULT = "first-fault";

  /** Fails with a text that is another one each time. */
  public static final String CONSEQUENCE = "consequence";

  /** Takes a record, and does not let it go. */
  public static final String HOLD_RECORDS = "hold-records";

  /** Fetches from Kafka, and hands on nothing of what it got. */
  public static final String HOLD_FETCHES = "hold-fetches";

  private static final long PAUSE_NANOS = 20_000_000;

  private final String file;

  /** A script in a directory that both see. */
  public Script(String directory) {
    this.file = Path.of(directory, "script").toString();
  }

  /** Says what is to be done from now on. */
  public void write(String word) {
    try {
      Path draft = Path.of(file + ".draft");
      Files.writeString(draft, word);
      Files.move(draft, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits as long as the script says so.
   *
   * @throws InterruptedException if the task is to end meanwhile
   */
  void waitWhile(String word) throws InterruptedException {
    while (says(word)) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  boolean says(String word) {
    try {
      return Files.exists(Path.of(file)) && Files.readString(Path.of(file)).equals(word);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
