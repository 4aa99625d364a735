package io.streamgauge.kafka.timestamps;

import io.streamgauge.kafka.broker.Broker;
import io.streamgauge.kafka.broker.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** The log of a partition as Kafka answers for it, and the truth about it. */
final class ModelLog {

  private final List<StoredRecord> records = new ArrayList<>();
  private long end;

  static ModelLog of(long... timestamps) {
    ModelLog log = new ModelLog();
    for (long each : timestamps) {
      log.append(each);
    }
    return log;
  }

  void append(long timestamp) {
    records.add(new StoredRecord(end, timestamp));
    end++;
  }

  /** Compacts records away, or deletes them. */
  void remove(LongPredicate offsets) {
    records.removeIf(each -> offsets.test(each.offset()));
  }

  void truncate(long newEnd) {
    remove(offset -> offset >= newEnd);
    end = newEnd;
  }

  long start() {
    return records.isEmpty() ? end : records.get(0).offset();
  }

  long end() {
    return end;
  }

  StoredRecord firstSince(long time) {
    return records.stream()
        .filter(each -> each.timestampMillis() >= time)
        .findFirst()
        .orElse(Broker.NO_RECORD);
  }

  /** The greatest timestamp before a position. */
  OptionalLong greatestBefore(long position) {
    return records.stream()
        .filter(each -> each.offset() < position)
        .mapToLong(StoredRecord::timestampMillis)
        .max();
  }

  /** The greatest timestamp up to and with the record that is read next at a position. */
  long truth(long position) {
    StoredRecord next =
        records.stream().filter(each -> each.offset() >= position).findFirst().orElseThrow();
    return greatestBefore(next.offset() + 1).orElseThrow();
  }

  long timestampOf(int index) {
    return records.get(index).timestampMillis();
  }
}
