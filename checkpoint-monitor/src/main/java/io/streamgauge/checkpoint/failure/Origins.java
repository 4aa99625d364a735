package io.streamgauge.checkpoint.failure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells the origin of a failure by the table {@code origins.tsv} beside this class, which {@code
 * docs/failures.md} shows. Immutable.
 *
 * <ol>
 *   <li>If the table has the class of the exception at the root, that decides: such an exception
 *       means the same wherever it is thrown.
 *   <li>Else the frame where it was thrown decides: the first from the top whose class is not
 *       passed over (the JDK, Scala, logging, helpers that anyone calls). What is in no row is the
 *       user's.
 *   <li>Without such a frame it is {@link Origin#UNKNOWN}.
 * </ol>
 *
 * <p>Of several rows the one with the longest prefix counts.
 */
public final class Origins {

  private static final String RESOURCE = "origins.tsv";

  private final OriginTable exceptions;
  private final OriginTable frames;

  private Origins(List<String> lines) {
    this.exceptions = OriginTable.of("exception", lines);
    this.frames = OriginTable.of("frame", lines);
  }

  /**
   * The table as it is shipped.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static Origins load() {
    try (InputStream resource = Origins.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IOException(RESOURCE + " is missing");
      }
      return new Origins(
          new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
              .lines()
              .collect(Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whose the failure is. */
  public Origin of(RootCause cause) {
    return exceptions
        .find(cause.exception())
        .flatMap(OriginTable.Row::origin)
        .orElseGet(() -> ofFrames(cause));
  }

  private Origin ofFrames(RootCause cause) {
    return tellingFrame(cause)
        .map(frame -> frames.find(frame).flatMap(OriginTable.Row::origin).orElse(Origin.USER))
        .orElse(Origin.UNKNOWN);
  }

  /** The class of the first frame that is not passed over. */
  public Optional<String> tellingFrame(RootCause cause) {
    return cause.frames().stream()
        .filter(frame -> frames.find(frame).map(row -> row.origin().isPresent()).orElse(true))
        .findFirst();
  }
}
