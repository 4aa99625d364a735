package io.streamgauge.udf.lookup;

import io.streamgauge.udf.internal.meter.Names;
import io.streamgauge.udf.internal.meter.OperatorMetrics;
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

  private static final String GCS = "gs://";
  private static final Pattern ADDRESS = Pattern.compile("(?i)jdbc:.*|.*://.*", Pattern.DOTALL);
  private static final Pattern USER = Pattern.compile("(?<=://)[^/?#;]*@");

  /** All that may hold a signature or a password. */
  private static final Pattern PARAMETERS = Pattern.compile("[?;#].*", Pattern.DOTALL);

  /** The same in the name of an object, of which # is a part. */
  private static final Pattern PARAMETERS_OF_GCS = Pattern.compile("[?;].*", Pattern.DOTALL);

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
   * Where the data comes from: of a table, a file, an object. Of an address neither user nor
   * parameters are published, and nothing of one in which a user may be left.
   */
  public LookupSettings path(String newPath) {
    return new LookupSettings(name, cleaned(newPath));
  }

  /** What may be shown of a path; empty if nothing may. */
  static String cleaned(String path) {
    return ADDRESS.matcher(path).matches() ? cleanedAddress(path) : path;
  }

  private static String cleanedAddress(String address) {
    String userless = USER.matcher(address).replaceAll("");
    if (userless.indexOf('@') >= 0) {
      // A password with a slash, or a form of its driver's own: nobody knows where it ends.
      return "";
    }
    Pattern rest = address.startsWith(GCS) ? PARAMETERS_OF_GCS : PARAMETERS;
    return rest.matcher(userless).replaceFirst("");
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
