package io.streamgauge.reporter.internal.logging;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.Marker;

/** A logger that is enabled and records level, message and arguments. */
public final class RecordingLogger {

  private RecordingLogger() {}

  public static Logger of(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("is")) {
                return true;
              }
              if (method.getName().equals("getName")) {
                return "recording";
              }
              lines.add(method.getName() + ' ' + line(arguments));
              return null;
            });
  }

  private static String line(Object[] arguments) {
    StringBuilder line = new StringBuilder();
    List<Object> values = new ArrayList<>();
    for (Object each : arguments) {
      if (each instanceof String && line.length() == 0) {
        line.append(each);
      } else if (each instanceof Object[] array) {
        values.addAll(List.of(array));
      } else if (!(each instanceof Marker)) {
        values.add(each);
      }
    }
    return line + " " + values;
  }
}
