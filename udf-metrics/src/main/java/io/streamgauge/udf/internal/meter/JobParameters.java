package io.streamgauge.udf.internal.meter;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * What a job sets for its instrumentation without being built anew: Flink's global job parameters
 * ({@code pipeline.global-job-parameters}, {@code ExecutionConfig#setGlobalJobParameters}).
 *
 * <p>A value that is not understood is told in the log, and the default is used: instrumentation
 * keeps no job from running.
 */
public final class JobParameters {

  /** Whether anything is registered and measured; {@code true} or {@code false}. */
  public static final String ENABLED = "streamgauge.enabled";

  /** Of how many calls of a UDF one is timed, unless the UDF says otherwise. */
  public static final String SAMPLE_INTERVAL = "streamgauge.udf.sample-interval";

  public static final int DEFAULT_SAMPLE_INTERVAL = 100;

  private static final RateLimitedLog LOG = RateLimitedLog.of(JobParameters.class);

  private final boolean isEnabled;
  private final int sampleInterval;

  private JobParameters(boolean isEnabled, int sampleInterval) {
    this.isEnabled = isEnabled;
    this.sampleInterval = sampleInterval;
  }

  public static JobParameters of(RuntimeContext context) {
    Map<String, String> parameters = context.getGlobalJobParameters();
    return of(parameters.getOrDefault(ENABLED, ""), parameters.getOrDefault(SAMPLE_INTERVAL, ""));
  }

  /** Parameters by their texts, of which an empty one is not set. */
  public static JobParameters of(String enabled, String sampleInterval) {
    return new JobParameters(enabled(enabled.trim()), sampleInterval(sampleInterval.trim()));
  }

  public boolean isEnabled() {
    return isEnabled;
  }

  public int sampleInterval() {
    return sampleInterval;
  }

  private static boolean enabled(String text) {
    boolean isOff = text.equalsIgnoreCase("false");
    if (!isOff && !text.isEmpty() && !text.equalsIgnoreCase("true")) {
      tell(ENABLED, "true or false", text, "true");
    }
    return !isOff;
  }

  private static int sampleInterval(String text) {
    if (text.isEmpty()) {
      return DEFAULT_SAMPLE_INTERVAL;
    }
    try {
      int interval = Integer.parseInt(text);
      if (interval >= 1) {
        return interval;
      }
    } catch (NumberFormatException e) {
      // Told below, as every value that is no interval.
    }
    tell(SAMPLE_INTERVAL, "a whole number from 1", text, DEFAULT_SAMPLE_INTERVAL);
    return DEFAULT_SAMPLE_INTERVAL;
  }

  private static void tell(String key, String rule, String value, Object used) {
    LOG.error(key, "Ignoring job parameter {}={}: must be {}; using {}", key, value, rule, used);
  }
}
