package io.streamgauge.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.it.soak.LogLines.Counts;
import io.streamgauge.it.soak.LogLines.Source;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
  private static final int SAMPLES = 60;
  private static final Source KAFKA = new Source("org.apache.kafka.clients.NetworkClient", true);

  private final Random random = new Random(11);
  private final ProcessRecord record = new ProcessRecord("taskmanager-1");

  @Test
  void steadyProcess_noise_isOk() {
    fill(Measure.HEAP, i -> 50e6 + 2e6 * random.nextGaussian());

    assertThat(Judge.faults(record)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyMeasure_steadyGrowth_isAFault(Measure measure) {
    double start = 40 * measure.tolerance(0);
    double step = 4 * measure.tolerance(start) / SAMPLES;
    fill(measure, i -> start + step * i);

    assertThat(Judge.faults(record))
        .singleElement()
        .asString()
        .startsWith("taskmanager-1: " + measure.title() + " grew from ");
  }

  @Test
  void heap_fourMegabytesInAThird_isAFault() {
    fill(Measure.HEAP, i -> 50e6 + 4e6 * i / (SAMPLES / 3));

    assertThat(Judge.faults(record)).hasSize(1);
    assertThat(SoakReport.text(record, Duration.ofMinutes(20))).contains("36.0 MB  GROWS");
  }

  @Test
  void heap_warmUp_isOk() {
    fill(Measure.HEAP, i -> i < SAMPLES / 3 ? 20e6 + 2e6 * i : 60e6);

    assertThat(Judge.faults(record)).isEmpty();
  }

  @Test
  void threads_spikes_areOk() {
    fill(Measure.THREADS, i -> i % 7 == 0 ? 300 : 90);

    assertThat(Judge.faults(record)).isEmpty();
  }

  @Test
  void classLoaders_oneMoreEveryThirdSample_areAFault() {
    fill(Measure.CLASS_LOADERS, i -> Math.floorDiv(i, 3));

    assertThat(Judge.faults(record))
        .containsExactly("taskmanager-1: class loaders of ended jobs grew from 10 to 16");
  }

  @Test
  void shortRun_tooFewSamples_isAFault() {
    for (int i = 0; i < 8; i++) {
      record.add(Map.of(Measure.HEAP, 50e6));
    }

    assertThat(Judge.faults(record))
        .hasSize(Measure.values().length)
        .contains("taskmanager-1: only 8 samples of heap after GC")
        .contains("taskmanager-1: only 0 samples of threads");
  }

  @Test
  void causeThatIsRepeated_isAFault() {
    fill(Measure.HEAP, i -> 50e6);
    record.addMinute(new Counts(Map.of(KAFKA, 3L), Map.of("x.Client: gone", 2L)));
    record.addMinute(new Counts(Map.of(KAFKA, 1L), Map.of("x.Client: gone", 1L)));
    record.addMinute(new Counts(Map.of(), Map.of()));

    assertThat(Judge.faults(record))
        .containsExactly(
            "taskmanager-1: 3 log lines less than a minute after the last one of x.Client: gone");
  }

  @Test
  void ourLogger_oneMinuteOverTheLimit_isAFault() {
    fill(Measure.HEAP, i -> 50e6);
    record.addMinute(new Counts(Map.of(KAFKA, Judge.MAX_LINES_A_MINUTE), Map.of()));
    record.addMinute(new Counts(Map.of(KAFKA, 1_200L), Map.of()));
    record.addMinute(new Counts(Map.of(), Map.of()));

    assertThat(Judge.faults(record))
        .containsExactly(
            "taskmanager-1: 1200 log lines in one minute from"
                + " org.apache.kafka.clients.NetworkClient");
  }

  @Test
  void foreignLogger_manyLines_isOk() {
    fill(Measure.HEAP, i -> 50e6);
    record.addMinute(new Counts(Map.of(new Source(KAFKA.logger(), false), 5_000L), Map.of()));

    assertThat(Judge.faults(record)).isEmpty();
  }

  /** Samples of all measures, all but one of them constant. */
  private void fill(Measure special, IntToDoubleFunction value) {
    for (int i = 0; i < SAMPLES; i++) {
      Map<Measure, Double> sample = new EnumMap<>(Measure.class);
      for (Measure each : Measure.values()) {
        sample.put(each, 10.0);
      }
      sample.put(special, value.applyAsDouble(i));
      record.add(sample);
    }
  }
}
