package io.streamgauge.demo;

import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.Exposition.Sample;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the cluster's processes publish at one time. */
final class Published {
  private final Map<URI, Exposition> expositions;
  private final Map<URI, String> faults;

  Published(Map<URI, Exposition> expositions, Map<URI, String> faults) {
    this.expositions = Map.copyOf(expositions);
    this.faults = Map.copyOf(faults);
  }

  /** Reads endpoints. One that does not answer, or not well, costs only its own series. */
  static Published scrape(List<URI> addresses) {
    Map<URI, Exposition> expositions = new HashMap<>();
    Map<URI, String> faults = new HashMap<>();
    for (URI address : addresses) {
      try {
        expositions.put(address, Exposition.scrape(address));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        faults.put(address, String.valueOf(e.getMessage()));
      }
    }
    return new Published(expositions, faults);
  }

  /** What is wrong with what an endpoint says; empty if nothing is. */
  Optional<String> fault(URI address) {
    return Optional.ofNullable(faults.get(address));
  }

  /** How many series an endpoint has. */
  int size(URI address) {
    Exposition exposition = expositions.get(address);
    return exposition == null ? 0 : exposition.samples().size();
  }

  /** The sum over all processes and subtasks; empty if there is no such series. */
  OptionalDouble sum(Signal signal) {
    List<Sample> samples = samples(signal).toList();
    return samples.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(samples.stream().mapToDouble(Sample::number).sum());
  }

  /** The smallest over all processes and subtasks; empty if there is no such series. */
  OptionalDouble min(Signal signal) {
    return samples(signal).mapToDouble(Sample::number).min();
  }

  /** The greatest over all processes and subtasks; empty if there is no such series. */
  OptionalDouble max(Signal signal) {
    return samples(signal).mapToDouble(Sample::number).max();
  }

  /** How many such series there are. */
  long count(Signal signal) {
    return samples(signal).count();
  }

  /** The types that a family has in the processes that know it: one, if they agree. */
  Set<String> types(String family) {
    return expositions.values().stream()
        .flatMap(each -> each.type(family).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  Stream<Sample> samples() {
    return expositions.values().stream().flatMap(each -> each.samples().stream());
  }

  private Stream<Sample> samples(Signal signal) {
    return samples().filter(signal::covers);
  }

  /**
   * Series that mean one thing together.
   *
   * @param labels which those series have, among others
   */
  record Signal(String family, Map<String, String> labels) {
    static Signal ofJob(String name) {
      return new Signal("flink_jobmanager_job_" + name, Map.of());
    }

    static Signal ofOperator(String operator, String name) {
      return new Signal(
          "flink_taskmanager_job_task_operator_" + name, Map.of("operator_name", operator));
    }

    /** What Streamgauge itself adds; labels are keys and values by turns. */
    static Signal probed(String name, String... labels) {
      Map<String, String> pairs = new HashMap<>();
      for (int i = 0; i < labels.length; i += 2) {
        pairs.put(labels[i], labels[i + 1]);
      }
      return new Signal("streamgauge_" + name, Map.copyOf(pairs));
    }

    private boolean covers(Sample sample) {
      return sample.name().equals(family)
          && sample.labels().entrySet().containsAll(labels.entrySet());
    }
  }
}
