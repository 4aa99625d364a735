package io.streamgauge.it.cluster.job;

import io.streamgauge.udf.lookup.LookupData;
import io.streamgauge.udf.lookup.LookupSource;
import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.warning.Warnings;
import java.time.Duration;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/** Looks last digits up, of which it knows half, and goes on when it does not. */
final class Known extends RichMapFunction<String, String> {
  private static final long serialVersionUID = 1;

  private transient @Nullable RefreshingLookup<String, String> digits;
  private transient @Nullable Warnings warnings;

  @Override
  public void open(OpenContext context) throws Exception {
    digits =
        RefreshingLookup.named("digits", new Digits())
            .every(Duration.ofMillis(500))
            .open(getRuntimeContext());
    warnings = Warnings.open(getRuntimeContext());
  }

  @Override
  public String map(String time) {
    String digit = time.substring(time.length() - 1);
    if (digits != null && warnings != null && !digits.contains(digit)) {
      warnings.report(new NoSuchElementException(digit));
    }
    return time;
  }

  @Override
  public void close() {
    if (digits != null) {
      digits.close();
    }
  }

  /** Has new data, the same data, or none, by turns. */
  private static final class Digits implements LookupSource<String, String> {
    private static final long serialVersionUID = 1;

    private final AtomicInteger loads = new AtomicInteger();

    @Override
    public String path() {
      return "memory:digits";
    }

    @Override
    public Optional<LookupData<String, String>> load(@Nullable String heldVersion) {
      int load = loads.getAndIncrement();
      if (load % 3 == 2) {
        throw new IllegalStateException("no digits this time");
      }
      Map<String, String> known = Map.of("0", "", "1", "", "2", "", "3", "", "4", "");
      return load % 3 == 1
          ? Optional.empty()
          : Optional.of(LookupData.of(known, Integer.toString(load)).bytes(known.size()));
    }
  }
}
