package io.streamgauge.udf.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The lines that Google's libraries log with {@code java.util.logging}, while it is open. */
public final class JulLines extends Handler implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");

  public JulLines() {
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord line) {
    if (line.getLoggerName().startsWith("com.google.")) {
      lines.add(line.getLoggerName() + ": " + line.getMessage());
    }
  }

  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    root.removeHandler(this);
  }
}
