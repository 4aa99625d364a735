package io.streamgauge.kafka.broker;

import java.util.Comparator;
import java.util.Objects;

/** A partition of a topic. Immutable, in order of topic and number. */
public final class Partition implements Comparable<Partition> {

  private static final Comparator<Partition> ORDER =
      Comparator.comparing(Partition::topic).thenComparingInt(Partition::number);

  private final String topic;
  private final int number;

  public Partition(String topic, int number) {
    this.topic = topic;
    this.number = number;
  }

  public String topic() {
    return topic;
  }

  public int number() {
    return number;
  }

  @Override
  public int compareTo(Partition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Partition
        && number == ((Partition) other).number
        && topic.equals(((Partition) other).topic);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, number);
  }

  @Override
  public String toString() {
    return topic + '-' + number;
  }
}
