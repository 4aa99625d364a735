package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.metadata.MetadataReader;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import io.streamgauge.reporter.probe.testing.TestingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The probe on the test's own thread and clock; its pauses let that clock go on. */
final class ProbeUnderTest implements AutoCloseable {

  final TestingContext context = new TestingContext();
  final FakeFlink flink;
  private final StorageProbe probe;
  private Runnable whilePausing = () -> {};

  ProbeUnderTest(FakeFlink flink, CheckpointStore store, String... configuration) throws Exception {
    this(flink, scheme -> store, configuration);
  }

  /** Its stores differ by their schemes. */
  ProbeUnderTest(FakeFlink flink, Function<String, CheckpointStore> stores, String... configuration)
      throws Exception {
    this(flink, new RequestMeter(), context -> stores, configuration);
  }

  ProbeUnderTest(
      FakeFlink flink,
      RequestMeter requests,
      Function<TestingContext, Function<String, CheckpointStore>> stores,
      String... configuration)
      throws Exception {
    this.flink = flink;
    for (int i = 0; i < configuration.length; i += 2) {
      context.configure(configuration[i], configuration[i + 1]);
    }
    Function<String, CheckpointStore> opened = stores.apply(context);
    this.probe =
        new StorageProbe(
            context,
            StorageSettings.from(context.configuration()),
            flink,
            new Stores() {
              @Override
              public CheckpointStore of(String scheme) {
                return opened.apply(scheme);
              }

              @Override
              public void close() {}
            },
            requests,
            MetadataReader.open(),
            this::pause);
  }

  private void pause(Duration time) {
    context.advance(time);
    whilePausing.run();
  }

  /** What happens in every pause of the probe. */
  ProbeUnderTest whilePausing(Runnable action) {
    whilePausing = action;
    return this;
  }

  /** Polls once, and lets an interval pass after that. */
  ProbeUnderTest poll() throws Exception {
    context.reports().clear();
    probe.poll();
    return this;
  }

  ProbeUnderTest pass(Duration time) {
    context.advance(time);
    return this;
  }

  /** What is published of storage: without labels of the process, the job and the place. */
  Map<String, Double> storage() {
    Map<String, Double> found = new TreeMap<>();
    PublishedSeries series = context.published();
    series
        .values()
        .forEach(
            (name, value) -> {
              if (!name.contains("probe_request")) {
                found.put(
                    name.replaceFirst("streamgauge_checkpoint_(storage_)?", "")
                        .replaceFirst("\\{.*", ""),
                    value);
              }
            });
    return found;
  }

  List<String> reports() {
    return context.reports();
  }

  @Override
  public void close() throws IOException {
    probe.stop();
  }
}
