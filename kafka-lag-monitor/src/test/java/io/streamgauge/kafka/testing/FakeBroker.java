package io.streamgauge.kafka.testing;

import io.streamgauge.kafka.broker.Answers;
import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import io.streamgauge.kafka.broker.StoredRecord;
import io.streamgauge.kafka.broker.Topic;
import io.streamgauge.kafka.settings.Isolation;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/**
 * A cluster that says what a test tells it to. Records lie a second apart: that at offset n was
 * written n seconds after the epoch.
 */
public final class FakeBroker implements Broker {

  private final Map<String, Topic> topics = new TreeMap<>();
  private final Map<Partition, Long> starts = new TreeMap<>();
  private final Map<Partition, Long> ends = new TreeMap<>();
  private final Map<Partition, Long> stableEnds = new TreeMap<>();
  private final Map<String, Map<Partition, Long>> committed = new TreeMap<>();
  private final Map<Partition, Long> readable = new TreeMap<>();
  private final Set<String> silent = new TreeSet<>();
  private String failingQuestion = "";
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Optional<ProbeException> failure = Optional.empty();
  private Optional<Error> error = Optional.empty();
  private Optional<String> misconfiguration = Optional.empty();
  private Optional<CountDownLatch> gate = Optional.empty();
  private volatile boolean closed;

  /** Has a topic with empty partitions. */
  public FakeBroker topic(String name, String id, int partitions) {
    Set<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < partitions; i++) {
      numbers.add(i);
      log(name, i, 0, 0);
    }
    topics.put(name, new Topic(name, id, numbers, Set.of()));
    return this;
  }

  /** Lets a partition begin and end elsewhere. */
  public FakeBroker log(String topic, int partition, long start, long end) {
    starts.put(new Partition(topic, partition), start);
    ends.put(new Partition(topic, partition), end);
    return this;
  }

  /** Lets those who read committed records see another end. */
  public FakeBroker stableEnd(String topic, int partition, long end) {
    stableEnds.put(new Partition(topic, partition), end);
    return this;
  }

  /** Lets a partition have no leader. */
  public FakeBroker leaderless(String topic, int partition) {
    Topic there = topics.get(topic);
    topics.put(topic, new Topic(topic, there.id(), there.partitions(), Set.of(partition)));
    return this;
  }

  public FakeBroker committed(String group, String topic, int partition, long offset) {
    committed
        .computeIfAbsent(group, name -> new TreeMap<>())
        .put(new Partition(topic, partition), offset);
    return this;
  }

  /** Says nothing of what a group has committed. */
  public FakeBroker silentAbout(String group) {
    silent.add(group);
    return this;
  }

  /** Does not answer one kind of question. */
  public FakeBroker failingAt(String question) {
    failingQuestion = question;
    return this;
  }

  /** Has a record for those who may read it; all other offsets are none. */
  public FakeBroker readable(String topic, int partition, long offset) {
    readable.put(new Partition(topic, partition), offset);
    return this;
  }

  /** Answers nothing from now on, for this reason. */
  public FakeBroker failing(ProbeError reason, String message) {
    failure = Optional.of(new ProbeException(reason, message));
    return this;
  }

  /** Reports a wrong listener. */
  public FakeBroker misconfigured(String sentence) {
    misconfiguration = Optional.of(sentence);
    return this;
  }

  /** Throws an error from now on. */
  public FakeBroker throwing(Error thrown) {
    error = Optional.of(thrown);
    return this;
  }

  /** Answers again. */
  public FakeBroker answering() {
    failure = Optional.empty();
    error = Optional.empty();
    return this;
  }

  /** Answers only when the gate is open. */
  public FakeBroker behind(CountDownLatch opened) {
    gate = Optional.of(opened);
    return this;
  }

  /** What was asked for, in order. */
  public List<String> asked() {
    return asked;
  }

  public boolean isClosed() {
    return closed;
  }

  private void ask(String question) throws ProbeException, InterruptedException {
    asked.add(question);
    if (gate.isPresent()) {
      gate.get().await();
    }
    if (error.isPresent()) {
      throw error.get();
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    if (question.equals(failingQuestion)) {
      throw new ProbeException(ProbeError.TIMEOUT, "no answer about " + question);
    }
  }

  @Override
  public Answers<String, Topic> topics(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("topics");
    Map<String, Topic> found = new TreeMap<>(topics);
    found.keySet().retainAll(names);
    return new Answers<>(found, Map.of());
  }

  @Override
  public Set<String> groups(Deadline deadline) throws ProbeException, InterruptedException {
    ask("groups");
    return committed.keySet();
  }

  @Override
  public Answers<String, Map<Partition, Long>> committed(
      Collection<String> groups, Deadline deadline) throws ProbeException, InterruptedException {
    ask("committed");
    Map<String, Map<Partition, Long>> found = new TreeMap<>();
    Map<String, ProbeError> unanswered = new TreeMap<>();
    for (String each : groups) {
      if (silent.contains(each)) {
        unanswered.put(each, ProbeError.UNAVAILABLE);
      } else {
        found.put(each, committed.getOrDefault(each, Map.of()));
      }
    }
    return new Answers<>(found, unanswered);
  }

  @Override
  public Answers<Partition, Long> starts(Collection<Partition> partitions, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("starts");
    return answers(partitions, starts::get);
  }

  @Override
  public Answers<Partition, Long> ends(
      Collection<Partition> partitions, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("ends");
    return answers(
        partitions,
        each ->
            isolation == Isolation.READ_COMMITTED
                ? stableEnds.getOrDefault(each, ends.get(each))
                : ends.get(each));
  }

  private static Answers<Partition, Long> answers(
      Collection<Partition> partitions, Function<Partition, Long> offset) {
    Map<Partition, Long> found = new TreeMap<>();
    partitions.forEach(each -> found.put(each, offset.apply(each)));
    return new Answers<>(found, Map.of());
  }

  @Override
  public Answers<Partition, StoredRecord> firstSince(Map<Partition, Long> times, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("firstSince");
    Map<Partition, StoredRecord> found = new TreeMap<>();
    times.forEach(
        (partition, time) -> {
          long offset = Math.max(starts.get(partition), (time + 999) / 1000);
          found.put(
              partition,
              offset < ends.get(partition) ? new StoredRecord(offset, offset * 1000) : NO_RECORD);
        });
    return new Answers<>(found, Map.of());
  }

  @Override
  public Answers<Partition, StoredRecord> read(
      Map<Partition, Long> offsets, Isolation isolation, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("read");
    Map<Partition, StoredRecord> found = new TreeMap<>();
    offsets.forEach(
        (partition, offset) ->
            found.put(
                partition,
                offset.equals(readable.get(partition))
                    ? new StoredRecord(offset, offset * 1000)
                    : NO_RECORD));
    return new Answers<>(found, Map.of());
  }

  @Override
  public Set<String> compacted(Collection<String> names, Deadline deadline)
      throws ProbeException, InterruptedException {
    ask("compacted");
    return Set.of();
  }

  @Override
  public Optional<String> misconfiguration() {
    return misconfiguration;
  }

  @Override
  public long requests() {
    return asked.size();
  }

  @Override
  public void close() {
    closed = true;
  }
}
