package io.streamgauge.udf.lookup;

import io.streamgauge.udf.meter.Names;
import io.streamgauge.udf.meter.OperatorMetrics;
import java.io.Serializable;
import java.time.Clock;
import java.util.regex.Pattern;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the author of a job says of a lookup that is measured. Immutable: each method returns other
 * settings.
 */
public final class LookupSettings implements Serializable {

  private static final long serialVersionUID = 1;

  /** A user in an address, and all that may hold a signature. */
  private static final Pattern SECRET = Pattern.compile("(?<=://)[^/?#]*@|[?#].*");

  private final String name;
  private final String path;

  LookupSettings(String name, String path) {
    this.name = name;
    this.path = path;
  }

  static LookupSettings named(String name) {
    return new LookupSettings(Names.checked("a lookup", name), "");
  }

  /**
   * Where the data comes from: of a table, a file, an object. Of an address neither user nor query
   * is published.
   */
  public LookupSettings path(String newPath) {
    return new LookupSettings(
        name, newPath.contains("://") ? SECRET.matcher(newPath).replaceAll("") : newPath);
  }

  /** The metrics of a lookup of a function, in its {@code open}. */
  public LookupMetrics open(RuntimeContext context) {
    return open(OperatorMetrics.of(context));
  }

  /** The metrics of a lookup of whatever Flink gave a metric group to. */
  public LookupMetrics open(MetricGroup group) {
    return open(OperatorMetrics.of(group));
  }

  private LookupMetrics open(OperatorMetrics metrics) {
    return new LookupMetrics(name, path, metrics, Clock.systemUTC());
  }
}
