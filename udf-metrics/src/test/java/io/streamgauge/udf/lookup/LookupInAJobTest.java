package io.streamgauge.udf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@Tag("slow")
class LookupInAJobTest {

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);

  private List<String> run(Named function) throws Exception {
    List<String> names =
        new ArrayList<>(
            StreamExecutionEnvironment.createLocalEnvironment(2, configuration)
                .fromSequence(1, 30)
                .map(function)
                .executeAndCollect(100));
    Collections.sort(names);
    return names;
  }

  private static void awaitNoThreads(String lookup) {
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(each -> each.getName().startsWith("streamgauge-lookup-" + lookup)));
  }

  @Test
  void everyKeyIsAHitOrAMissAndNothingRunsAfterTheJob() throws Exception {
    List<String> names = run(new Named("numbers", new Numbers("numbers"), true));

    assertThat(names).hasSize(30).contains("one", "two", "?");
    assertThat(recorded.sum("lookup_requests_total", "lookup", "numbers", "result", "hit"))
        .isEqualTo(2);
    assertThat(recorded.sum("lookup_requests_total", "result", "miss")).isEqualTo(28);
    assertThat(recorded.sum("lookup_loads_total", "outcome", "success")).isEqualTo(2);
    assertThat(recorded.sum("lookup_entries")).as("of two subtasks").isEqualTo(4);
    awaitNoThreads("numbers");
  }

  @Test
  void whatIsNotClosedEndsWithTheClassLoaderOfTheJob() throws Exception {

    run(new Named("forgotten", new Numbers("forgotten"), false));

    awaitNoThreads("forgotten");
  }

  @Test
  void aFirstLoadThatFailsFailsTheJobAndSaysWhy() {
    assertThatThrownBy(() -> run(new Named("missing", new Numbers("missing"), true)))
        .hasStackTraceContaining(
            "Lookup 'missing' could not be loaded from numbers://missing, not_found: none");
    awaitNoThreads("missing");
  }

  @Test
  void switchedOffItWorksAndRegistersNothing() throws Exception {
    configuration.setString("pipeline.global-job-parameters", "streamgauge.enabled:false");

    assertThat(run(new Named("off", new Numbers("off"), true))).contains("one", "two");
    assertThat(recorded.names()).isEmpty();
  }

  private static final class Named extends RichMapFunction<Long, String> {

    private static final long serialVersionUID = 1;

    private final RefreshingLookupSettings<Long, String> settings;
    private final boolean closes;
    private transient RefreshingLookup<Long, String> lookup;

    Named(String name, LookupSource<Long, String> source, boolean closes) {
      settings = RefreshingLookup.named(name, source);
      this.closes = closes;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      lookup = settings.open(getRuntimeContext());
    }

    @Override
    public String map(Long number) {
      String name = lookup.get(number);
      return name == null ? "?" : name;
    }

    @Override
    public void close() {
      if (closes && lookup != null) {
        lookup.close();
      }
    }
  }

  private static final class Numbers implements LookupSource<Long, String> {

    private static final long serialVersionUID = 1;

    private final String name;

    Numbers(String name) {
      this.name = name;
    }

    @Override
    public String path() {
      return "numbers://" + name;
    }

    @Override
    public Optional<LookupData<Long, String>> load(@Nullable String heldVersion) throws Exception {
      if (name.equals("missing")) {
        throw new LoadException(LoadFailure.NOT_FOUND, "none");
      }
      return Optional.of(LookupData.of(Map.of(1L, "one", 2L, "two"), "1"));
    }
  }
}
