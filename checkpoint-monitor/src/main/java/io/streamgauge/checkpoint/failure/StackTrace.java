package io.streamgauge.checkpoint.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chain of causes in the text of a {@code Throwable.printStackTrace}, the outermost first.
 *
 * <p>Messages may hold anything: line breaks, lines that look like frames, {@code Caused by:}. So a
 * cause is believed only where {@code printStackTrace} can have written one, right after a line of
 * frames and at the line's begin (inside of {@code Suppressed:} all is indented), and only if what
 * follows is a class name up to a colon or the line's end. A forger must thus write frames too, and
 * gets no more than a class name through.
 */
final class StackTrace {

  private static final String CAUSE = "Caused by: ";
  private static final String FRAME = "\tat ";

  /** Of any depth, for a cause may follow a suppressed exception. */
  private static final Pattern FRAMES = Pattern.compile("\\t+(?:at \\S.*|\\.\\.\\. \\d+ more)");

  private static final Pattern MORE = Pattern.compile("\\t\\.\\.\\. (\\d{1,6}) more");

  /** No class name is longer, nor one behind a few stand-ins; more of a line is not looked at. */
  private static final int HEADING_LENGTH = 1_000;

  /** As many as a JVM writes; without it a faked trace could make its frames grow without end. */
  private static final int MAX_FRAMES = 1_024;

  private List<String> outerFrames = List.of();
  private Link current;
  private Link root;
  private boolean isAfterFrames;

  private StackTrace(String topClass) {
    this.current = new Link(topClass);
    this.root = current;
  }

  /**
   * Reads a text.
   *
   * @param topClass the class of the outermost exception
   */
  static StackTrace parse(String topClass, String text) {
    StackTrace trace = new StackTrace(topClass);
    text.lines().forEach(trace::accept);
    return trace;
  }

  /** The innermost exception that has the name of a class. */
  Optional<Link> root() {
    return Optional.of(root).filter(Link::isNamed);
  }

  private void accept(String line) {
    if (isAfterFrames && line.startsWith(CAUSE)) {
      begin(new Link(className(line.substring(CAUSE.length()))));
    } else if (line.startsWith(FRAME)) {
      current.addFrame(line.substring(FRAME.length()));
    } else {
      addCommonFrames(line);
    }
    isAfterFrames = FRAMES.matcher(line).matches();
  }

  private void begin(Link cause) {
    outerFrames = current.frames;
    current = cause;
    if (cause.isNamed()) {
      root = cause;
    }
  }

  /** Puts in what {@code ... n more} stands for: the last frames of the exception around. */
  private void addCommonFrames(String line) {
    Matcher more = MORE.matcher(line);
    if (more.matches()) {
      int count = Math.min(Integer.parseInt(more.group(1)), outerFrames.size());
      outerFrames.subList(outerFrames.size() - count, outerFrames.size()).forEach(current::add);
    }
  }

  /** The class in {@code class} or {@code class: message}; empty if there is none. */
  private static String className(String line) {
    String heading = line.substring(0, Math.min(line.length(), HEADING_LENGTH));
    String name = upToColon(heading);
    while (name.equals("org.apache.flink.util.SerializedThrowable")
        && heading.length() > name.length() + 2) {
      // Stands in for an exception that could not be deserialized; its message begins with that.
      heading = heading.substring(name.length() + 2);
      String wrapped = upToColon(heading);
      if (!ClassNames.isQualified(wrapped)) {
        break;
      }
      name = wrapped;
    }
    return ClassNames.isQualified(name) ? name : "";
  }

  private static String upToColon(String heading) {
    int colon = heading.indexOf(": ");
    return colon < 0 ? heading : heading.substring(0, colon);
  }

  /** An exception of the chain. */
  static final class Link {

    private final String className;
    private final List<String> frames = new ArrayList<>();

    private Link(String className) {
      this.className = ClassNames.cleaned(className);
    }

    private boolean isNamed() {
      return !className.isEmpty();
    }

    private void addFrame(String text) {
      String name = ClassNames.ofFrame(text);
      if (ClassNames.isName(name)) {
        add(ClassNames.cleaned(name));
      }
    }

    private void add(String frame) {
      if (frames.size() < MAX_FRAMES) {
        frames.add(frame);
      }
    }

    String className() {
      return className;
    }

    /** The classes of the frames, from where it was thrown. */
    List<String> frames() {
      return Collections.unmodifiableList(frames);
    }
  }
}
