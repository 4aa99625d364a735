package io.streamgauge.kafka.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what everybody logs, down to DEBUG, between its opening and its closing. */
public final class LogRecorder extends AbstractAppender implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Level before;

  private LogRecorder(Level before) {
    super("recorder-" + System.nanoTime(), null, null, false, Property.EMPTY_ARRAY);
    this.before = before;
  }

  public static LogRecorder open() {
    Logger root = (Logger) LogManager.getRootLogger();
    LogRecorder recorder = new LogRecorder(root.getLevel());
    recorder.start();
    root.addAppender(recorder);
    Configurator.setRootLevel(Level.DEBUG);
    return recorder;
  }

  @Override
  public void append(LogEvent event) {
    StringWriter line = new StringWriter();
    line.append(event.getLevel() + " " + event.getLoggerName() + " ");
    line.append(event.getMessage().getFormattedMessage());
    if (event.getThrown() != null) {
      line.append('\n');
      event.getThrown().printStackTrace(new PrintWriter(line));
    }
    lines.add(line.toString());
  }

  /** All lines with level, logger and, if there is one, the trace of the exception. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    ((Logger) LogManager.getRootLogger()).removeAppender(this);
    Configurator.setRootLevel(before);
    stop();
  }
}
