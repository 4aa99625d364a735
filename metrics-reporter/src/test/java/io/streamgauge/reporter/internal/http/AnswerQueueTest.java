package io.streamgauge.reporter.internal.http;

import static io.streamgauge.reporter.internal.http.ServerFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.shaded.netty4.io.netty.channel.embedded.EmbeddedChannel;
import org.apache.flink.shaded.netty4.io.netty.util.concurrent.ImmediateEventExecutor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerQueueTest {

  /** No test takes a quarter of it unless it fails. */
  private static final Duration LONG = Duration.ofMinutes(10);

  /** A request may wait for a quarter of it, less the time to the next attempt: 30 ms. */
  private static final Duration SHORT = Duration.ofMillis(200);

  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Connections connections = new Connections(HttpLimits.defaults());
  private final List<String> started = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();

  /** How many answers there is memory for. */
  private int places;

  private Set<String> sharing = Set.of();

  private final FakeSource source =
      FakeSource.of("up 1\n")
          .room(() -> started.size() < places)
          .sharing(request -> request.names().equals(sharing));

  private final AnswerQueue queue = new AnswerQueue(source, connections, loop.eventLoop());

  @Test
  void add_retryCannotBeScheduled_leavesNoEntry() {
    // Does not support schedule().
    AnswerQueue broken = new AnswerQueue(source, connections, ImmediateEventExecutor.INSTANCE);
    assertThatThrownBy(() -> add(broken, connection(), "fails"))
        .isInstanceOf(UnsupportedOperationException.class);

    places = 1;
    add(broken, connection(), "next");

    assertThat(started).containsExactly("next");
  }

  @Test
  void add_noTimeToWait_isRefused_doesNotWait() {
    AnswerQueue.Entry entry =
        queue.add(
            connection(),
            request("a", Duration.ofMillis(10)),
            admitted -> started.add("a"),
            () -> refused.add("a"));

    assertThat(entry).isNull();
    assertThat(refused).containsExactly("a");
    assertThat(started).isEmpty();
  }

  @Test
  void add_sharesMemory_startsAtOnce() {
    assertThat(add(queue, connection(), "waits")).isNotNull();
    sharing = Set.of("shares");

    assertThat(add(queue, connection(), "shares")).isNull();

    assertThat(started).containsExactly("shares");
  }

  @Test
  void retry_behindTheFirst_sharesMemory_starts() {
    add(queue, connection(), "waits");
    add(queue, connection(), "shares");
    sharing = Set.of("shares");

    runUntil(started, "shares");
  }

  @Test
  void clientServedLast_passesTheOthersOnce() {
    Connection fast = connection();
    connections.served(fast);
    add(queue, connection(), "a");
    add(queue, connection(), "b");
    add(queue, fast, "fast 1");
    places = 1;
    runUntil(started, "fast 1");

    add(queue, fast, "fast 2");
    places = 2;
    runUntil(started, "fast 1", "a");
    add(queue, fast, "fast 3");
    places = 5;

    runUntil(started, "fast 1", "a", "fast 3", "b", "fast 2");
  }

  @Test
  void start_throws_cutsItsOwnConnectionOnly() {
    EmbeddedChannel broken = new EmbeddedChannel();
    EmbeddedChannel good = new EmbeddedChannel();
    addBreaking(connection(broken), request("broken", LONG));
    add(queue, connection(good), "good");

    places = 1;

    runUntil(started, "good");
    assertThat(broken.isOpen()).isFalse();
    assertThat(good.isOpen()).isTrue();
  }

  @Test
  void refuse_throws_cutsItsOwnConnectionOnly() {
    EmbeddedChannel broken = new EmbeddedChannel();
    EmbeddedChannel good = new EmbeddedChannel();
    addBreaking(connection(broken), request("broken", SHORT));
    queue.add(
        connection(good),
        request("good", SHORT),
        admitted -> started.add("good"),
        () -> refused.add("good"));

    runUntil(refused, "good");

    assertThat(broken.isOpen()).isFalse();
    assertThat(good.isOpen()).isTrue();
  }

  private AnswerQueue.@Nullable Entry add(AnswerQueue to, Connection connection, String name) {
    return to.add(
        connection, request(name, LONG), admitted -> started.add(name), () -> refused.add(name));
  }

  private void addBreaking(Connection connection, ScrapeRequest request) {
    queue.add(
        connection,
        request,
        admitted -> {
          throw new OutOfMemoryError("made to fail");
        },
        () -> {
          throw new OutOfMemoryError("made to fail");
        });
  }

  private void runUntil(List<String> done, String... names) {
    eventually(
        () -> {
          loop.runScheduledPendingTasks();
          return done.equals(List.of(names));
        });
  }

  private Connection connection() {
    return connection(new EmbeddedChannel());
  }

  private Connection connection(EmbeddedChannel channel) {
    return new Connection(channel, connections, HttpLimits.defaults());
  }

  private static ScrapeRequest request(String name, Duration limit) {
    return new ScrapeRequest(Set.of(name), /* gzip= */ false, limit);
  }
}
