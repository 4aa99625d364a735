package io.streamgauge.demo.job;

import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.lookup.RefreshingLookupSettings;
import io.streamgauge.udf.warning.Warnings;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Adds the height of the gauge's zero to a reading, as far as it is known. */
final class LevelAboveSea extends RichMapFunction<Reading, Reading> {
  private static final long serialVersionUID = 1;

  private final RefreshingLookupSettings<String, String> settings;
  private transient @Nullable RefreshingLookup<String, String> zeros;

  @SuppressWarnings("NullAway.Init") // open sets it.
  private transient Warnings warnings;

  LevelAboveSea(RefreshingLookupSettings<String, String> settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    warnings = Warnings.open(getRuntimeContext());
    zeros = settings.open(getRuntimeContext());
  }

  @Override
  public Reading map(Reading reading) {
    String zero = zeros == null ? null : zeros.get(reading.station);
    return zero == null ? reading : above(reading, zero);
  }

  private Reading above(Reading reading, String zero) {
    try {
      return reading.above(Long.parseLong(zero));
    } catch (NumberFormatException e) {
      // Nobody has measured it yet: the level above the zero is better than none.
      warnings.report(e);
      return reading;
    }
  }

  @Override
  public void close() {
    if (zeros != null) {
      zeros.close();
    }
  }
}
