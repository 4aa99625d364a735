package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.broker.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** A search beside model logs, with a clock that is set. */
final class SearchUnderTest {

  static final Partition RIVERS = new Partition("rivers", 0);
  static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
  static final long SECOND = 1_000;
  static final long MINUTE = 60 * SECOND;
  static final long HOUR = 60 * MINUTE;

  final FakeBroker broker = new FakeBroker();
  final FirstUnreadSearch search;
  Set<String> compacted = Set.of();
  long now = NOON;
  long nanos;
  Duration time = Duration.ofSeconds(10);

  SearchUnderTest() {
    this(100_000);
  }

  SearchUnderTest(int queries) {
    this.search = new FirstUnreadSearch(queries);
  }

  /** A search in a log of one partition. */
  static SearchUnderTest in(ModelLog log) {
    SearchUnderTest search = new SearchUnderTest();
    search.broker.with(RIVERS, log);
    return search;
  }

  SearchResult find(List<Unread> unread) throws InterruptedException {
    return search.find(
        unread, broker, compacted, Instant.ofEpochMilli(now), Deadline.in(time, () -> nanos));
  }

  /** Searches one position in each partition. */
  SearchResult findAt(long position) throws InterruptedException {
    List<Unread> unread = new ArrayList<>();
    broker.logs.forEach(
        (partition, log) -> unread.add(new Unread(partition, position, log.end() - position)));
    return find(unread);
  }

  /** What is found for the only position that is searched. */
  OptionalLong timestampAt(long position) throws InterruptedException {
    return findAt(position).timestamps().values().stream().mapToLong(Long::longValue).findAny();
  }

  /** As {@link #timestampAt}, in milliseconds before now. */
  OptionalLong ageAt(long position) throws InterruptedException {
    OptionalLong timestamp = timestampAt(position);
    return timestamp.isPresent() ? OptionalLong.of(now - timestamp.getAsLong()) : timestamp;
  }
}
