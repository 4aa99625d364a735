package io.streamgauge.udf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import io.streamgauge.udf.testing.LogLines;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class RefreshingLookupTest {

  private static final LookupData<String, String> FIRST =
      LookupData.of(Map.of("de", "Germany", "fr", "France"), "1").bytes(40);
  private static final LookupData<String, String> SECOND =
      LookupData.of(Map.of("de", "Deutschland"), "2").bytes(20);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Threads of other tests: an abandoned load ends when its source lets it. */
  private final Set<Thread> before = Thread.getAllStackTraces().keySet();

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final ScriptedSource source = new ScriptedSource();
  private final Semaphore due = new Semaphore(0);
  private final CountDownLatch neverEnding = new CountDownLatch(1);
  private volatile @Nullable Error refresherFault;
  private @Nullable RefreshingLookup<String, String> opened;

  @AfterEach
  void close() {
    neverEnding.countDown();
    if (opened != null) {
      opened.close();
    }
  }

  /** A lookup that loads again when the test says that it is due. */
  private RefreshingLookup<String, String> open(RefreshingLookupSettings<String, String> settings)
      throws Exception {
    LookupMetrics metrics = settings.metrics().open(new RecordedGroup(recorded));
    opened = settings.open(metrics, this::untilDue);
    return opened;
  }

  private RefreshingLookup<String, String> open() throws Exception {
    return open(settings());
  }

  private RefreshingLookupSettings<String, String> settings() {
    return RefreshingLookup.named("countries", source).loadLimit(LONG);
  }

  private boolean untilDue(CountDownLatch closed) throws InterruptedException {
    boolean isClosed = false;
    while (!isClosed && !due.tryAcquire()) {
      isClosed = closed.await(1, TimeUnit.MILLISECONDS);
    }
    Error fault = refresherFault;
    if (fault != null) {
      refresherFault = null;
      throw fault;
    }
    return isClosed;
  }

  private void refresh() {
    double before = recorded.sum("lookup_loads_total");
    due.release();
    await().until(() -> recorded.sum("lookup_loads_total") == before + 1);
  }

  private double loads(String outcome) {
    return recorded.sum("lookup_loads_total", "outcome", outcome);
  }

  private double failures(String reason) {
    return recorded.sum("lookup_load_failures_total", "reason", reason);
  }

  /** Does not end before the test does. */
  private Callable<Optional<LookupData<String, String>>> hanging(LookupData<String, String> data) {
    return () -> {
      neverEnding.await();
      return Optional.of(data);
    };
  }

  private List<String> threadNames() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("streamgauge-lookup-countries"))
        .toList();
  }

  @Test
  void theDataIsThereWhenItIsOpen() throws Exception {
    source.then(FIRST);

    RefreshingLookup<String, String> lookup = open();

    assertThat(lookup.get("de")).isEqualTo("Germany");
    assertThat(lookup.entries()).isEqualTo(FIRST.entries());
    assertThat(source.heldVersions).containsExactly("null");
    assertThat(recorded.sum("lookup_entries", "lookup", "countries")).isEqualTo(2);
    assertThat(recorded.sum("lookup_source_bytes")).isEqualTo(40);
    assertThat(recorded.sum("lookup_info", "path", "script://countries")).isEqualTo(1);
  }

  @Test
  void keysAreHitsOrMisses() throws Exception {
    source.then(FIRST);
    RefreshingLookup<String, String> lookup = open();

    assertThat(lookup.get("de")).isEqualTo("Germany");
    assertThat(lookup.contains("fr")).isTrue();
    assertThat(lookup.get("it")).isNull();
    assertThat(lookup.contains("it")).isFalse();
    assertThat(lookup.contains("es")).isFalse();

    assertThat(recorded.sum("lookup_requests_total", "result", "hit")).isEqualTo(2);
    assertThat(recorded.sum("lookup_requests_total", "result", "miss")).isEqualTo(3);
  }

  @Test
  void aRefreshReplacesAllEntriesAtOnce() throws Exception {
    source.then(FIRST).then(SECOND);
    RefreshingLookup<String, String> lookup = open();
    Map<String, String> before = lookup.entries();

    refresh();

    await().until(() -> lookup.entries().equals(Map.of("de", "Deutschland")));
    assertThat(before).isEqualTo(FIRST.entries());
    assertThat(source.heldVersions).containsExactly("null", "1");
    assertThat(loads("success")).isEqualTo(2);
    await().until(() -> recorded.sum("lookup_entries") == 1);
    assertThat(recorded.sum("lookup_load_duration_seconds")).isEqualTo(2);
  }

  @Test
  void whatIsUnchangedIsKept() throws Exception {
    source.then(FIRST).thenUnchanged();
    RefreshingLookup<String, String> lookup = open();
    Map<String, String> before = lookup.entries();

    refresh();

    assertThat(lookup.entries()).isSameAs(before);
    assertThat(loads("unchanged")).isEqualTo(1);
    assertThat(loads("success")).isEqualTo(1);
  }

  @Test
  void theLastGoodCopyIsKeptUntilTheSourceRecovers() throws Exception {
    source
        .then(FIRST)
        .thenFails(new LoadException(LoadFailure.THROTTLED, "too often"))
        .thenFails(new LoadException(LoadFailure.THROTTLED, "too often"))
        .then(SECOND);
    RefreshingLookup<String, String> lookup = open();

    refresh();
    refresh();
    assertThat(lookup.get("de")).isEqualTo("Germany");
    assertThat(failures("throttled")).isEqualTo(2);
    refresh();

    await().until(() -> "Deutschland".equals(lookup.get("de")));
    assertThat(source.heldVersions).containsExactly("null", "1", "1", "1");
    assertThat(loads("failure")).isEqualTo(2);
    assertThat(loads("success")).isEqualTo(2);
  }

  static Stream<Arguments> whatSourcesThrow() {
    return Stream.of(
        Arguments.of(new LoadException(LoadFailure.FORBIDDEN, "no"), "forbidden"),
        Arguments.of(new SocketTimeoutException("slow"), "timeout"),
        Arguments.of(new TimeoutException("slow"), "timeout"),
        Arguments.of(new FileNotFoundException("gone"), "unavailable"),
        Arguments.of(new IOException("reset"), "unavailable"),
        Arguments.of(new IllegalStateException("bug"), "other"));
  }

  @ParameterizedTest
  @MethodSource("whatSourcesThrow")
  void whatASourceThrowsHasAReason(Exception thrown, String reason) throws Exception {
    source.then(FIRST).thenFails(thrown);
    open();

    refresh();

    assertThat(failures(reason)).isEqualTo(1);
    assertThat(recorded.sum("lookup_load_failures_total")).isEqualTo(1);
  }

  @Test
  void anErrorOfTheSourceEndsNoRefreshing() throws Exception {
    source
        .then(FIRST)
        .then(
            () -> {
              throw new NoClassDefFoundError("com/acme/Json");
            })
        .then(SECOND);
    RefreshingLookup<String, String> lookup = open();

    refresh();
    refresh();

    assertThat(failures("other")).isEqualTo(1);
    await().until(() -> lookup.entries().equals(SECOND.entries()));
  }

  @Test
  void aFirstLoadThatFailsFailsTheOpening() {
    source.thenFails(new LoadException(LoadFailure.NOT_FOUND, "there is no such object"));

    assertThatThrownBy(this::open)
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "Lookup 'countries' could not be loaded from script://countries, not_found:"
                + " there is no such object")
        .extracting(thrown -> ((LoadException) thrown).reason())
        .isEqualTo(LoadFailure.NOT_FOUND);
    assertThat(failures("not_found")).isEqualTo(1);
    assertThat(source.closed).hasValue(1);
    await().until(() -> threadNames().isEmpty());
  }

  @Test
  void noMessageTellsThePasswordOfAnAddress() {
    source.path = "jdbc:sqlserver://db:1433;user=sa;password=geheim";
    source.thenFails(new LoadException(LoadFailure.FORBIDDEN, "no"));

    assertThatThrownBy(this::open)
        .hasMessage(
            "Lookup 'countries' could not be loaded from jdbc:sqlserver://db:1433, forbidden:"
                + " no");
  }

  @Test
  void anAddressThatCannotBeShownIsNot() {
    source.path = "jdbc:oracle:thin:scott/tiger@//db:1521/x";
    source.thenFails(new LoadException(LoadFailure.FORBIDDEN, "no"));

    assertThatThrownBy(this::open)
        .hasMessage("Lookup 'countries' could not be loaded from its source, forbidden: no");
  }

  @Test
  void aFirstLoadIsAwaitedUpToItsLimit() {
    source.then(hanging(FIRST));

    assertThatThrownBy(() -> open(settings().loadLimit(SHORT)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("timeout: it took longer than PT0.05S");
    assertThat(failures("timeout")).isEqualTo(1);
  }

  @Test
  void aJobMayBeginWithoutData() throws Exception {
    source.thenFails(new LoadException(LoadFailure.NOT_FOUND, "not yet")).then(FIRST);
    RefreshingLookup<String, String> lookup = open(settings().mayBeginEmpty());

    assertThat(lookup.get("de")).isNull();
    assertThat(recorded.names()).doesNotContain("lookup_entries");
    refresh();

    await().until(() -> "Germany".equals(lookup.get("de")));
    assertThat(source.heldVersions).containsExactly("null", "null");
  }

  @Test
  void aSourceWithoutDataThatSaysUnchangedIsWrong() {
    source.thenUnchanged();

    assertThatThrownBy(this::open)
        .hasMessageContaining("the source says that nothing has changed, but there is nothing yet");
    assertThat(failures("other")).isEqualTo(1);
  }

  @Test
  void abandonedLoad_blockedInAChannel_keepsTheChannelOpen(@TempDir Path directory)
      throws Exception {
    Path file = Files.write(directory.resolve("shared"), new byte[] {1});
    try (FileChannel shared = FileChannel.open(file)) {
      source.then(FIRST).then(() -> readUntilTheEnd(shared)).then(SECOND);
      RefreshingLookup<String, String> lookup = open(settings().loadLimit(SHORT));

      refresh();
      assertThat(failures("timeout")).isEqualTo(1);
      assertThat(source.abandoned).hasValue(1);
      assertThat(lookup.get("de")).isEqualTo("Germany");
      refresh();
      await().until(() -> "Deutschland".equals(lookup.get("de")));
      neverEnding.countDown();
      source.threads.get(1).join();

      assertThat(shared.isOpen()).isTrue();
    }
  }

  /** As a load that reads through a channel of the job. */
  private Optional<LookupData<String, String>> readUntilTheEnd(FileChannel shared)
      throws IOException {
    do {
      shared.read(ByteBuffer.allocate(1), 0);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    } while (neverEnding.getCount() > 0);
    return Optional.of(SECOND);
  }

  @Test
  void abandonLoads_throws_theNextLoadHappens() throws Exception {
    source.then(FIRST).then(hanging(SECOND)).then(SECOND);
    source.onAbandon =
        () -> {
          throw new IllegalStateException("bug");
        };
    RefreshingLookup<String, String> lookup = open(settings().loadLimit(SHORT));

    refresh();
    refresh();

    await().until(() -> "Deutschland".equals(lookup.get("de")));
  }

  @Test
  void refresher_anErrorIsThrownInIt_refreshesAgain() throws Exception {
    source.then(FIRST).then(SECOND);
    RefreshingLookup<String, String> lookup = open();

    refresherFault = new OutOfMemoryError("in the refresher");
    due.release();
    await().until(() -> refresherFault == null);
    refresh();

    await().until(() -> "Deutschland".equals(lookup.get("de")));
  }

  @Test
  void theDataOfALoadThatWasGivenUpIsNotUsed() throws Exception {
    source.then(FIRST).then(hanging(SECOND)).thenUnchanged();
    RefreshingLookup<String, String> lookup = open(settings().loadLimit(SHORT));
    refresh();

    neverEnding.countDown();
    source.threads.get(1).join();
    refresh();

    assertThat(lookup.get("de")).isEqualTo("Germany");
    assertThat(source.heldVersions).containsExactly("null", "1", "1");
    assertThat(loads("success")).isEqualTo(1);
    assertThat(failures("timeout")).isEqualTo(1);
  }

  @Test
  void aHungLoadIsLeftBehindAndASecondOneToo() throws Exception {
    source.then(FIRST).then(hanging(SECOND)).then(hanging(SECOND)).then(SECOND);
    RefreshingLookup<String, String> lookup = open(settings().loadLimit(SHORT));

    for (int i = 0; i < 5; i++) {
      refresh();
    }

    assertThat(source.heldVersions).as("no third load was begun").hasSize(3);
    assertThat(failures("timeout")).isEqualTo(5);
    assertThat(lookup.get("de")).isEqualTo("Germany");
    neverEnding.countDown();
    for (Thread thread : source.threads) {
      thread.join();
    }
    refresh();
    await().until(() -> "Deutschland".equals(lookup.get("de")));
  }

  @Test
  void itsThreadsAreDaemonsWithTheLoaderOfTheJob() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    source.then(FIRST).then(SECOND);
    try (URLClassLoader job = new URLClassLoader(new URL[0], before)) {
      Thread.currentThread().setContextClassLoader(job);
      open();
      refresh();

      assertThat(source.contextLoaders).containsExactly(job, job);
      assertThat(source.threads)
          .allMatch(Thread::isDaemon)
          .extracting(Thread::getName)
          .containsOnly("streamgauge-lookup-countries-load");
      assertThat(threadNames()).contains("streamgauge-lookup-countries");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void closingEndsAllThreadsAndTheSourceOnce() throws Exception {
    source.then(FIRST);
    RefreshingLookup<String, String> lookup = open();

    lookup.close();
    lookup.close();

    await().until(() -> threadNames().isEmpty());
    assertThat(source.closed).hasValue(1);
    assertThat(lookup.get("de")).isEqualTo("Germany");
  }

  @Test
  void close_loadInProgress_isAbandonedAndNotInterrupted() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    AtomicBoolean isInterrupted = new AtomicBoolean();
    source
        .then(FIRST)
        .then(
            () -> {
              loading.countDown();
              neverEnding.await();
              isInterrupted.set(Thread.currentThread().isInterrupted());
              return Optional.of(SECOND);
            });
    source.onAbandon = neverEnding::countDown;
    RefreshingLookup<String, String> lookup = open();
    due.release();
    loading.await();

    lookup.close();

    assertThat(threadNames()).isEmpty();
    assertThat(source.abandoned).hasValue(1);
    assertThat(isInterrupted).isFalse();
    assertThat(lookup.get("de")).isEqualTo("Germany");
    assertThat(recorded.sum("lookup_loads_total")).as("what was closed is no failure").isEqualTo(1);
  }

  @Test
  void open_taskIsCancelled_abandonsTheLoad() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    source.then(
        () -> {
          loading.countDown();
          neverEnding.await();
          return Optional.of(FIRST);
        });
    source.onAbandon = neverEnding::countDown;
    Throwable[] thrown = new Throwable[1];
    Thread task =
        new Thread(
            () -> {
              try {
                open();
              } catch (Throwable t) {
                thrown[0] = t;
              }
            });
    task.start();
    loading.await();

    task.interrupt();
    task.join();

    assertThat(thrown[0]).isInstanceOf(InterruptedException.class);
    assertThat(source.closed).hasValue(1);
    await().until(() -> threadNames().isEmpty());
  }

  @Test
  void failures_ofAllSubtasksAtOnce_areOneLine() throws Exception {
    try (LogLines lines = LogLines.of("io.streamgauge.udf")) {
      for (int subtask = 0; subtask < 8; subtask++) {
        source
            .then(FIRST)
            .thenFails(new IOException("gone\n2026-11-30 ERROR forged"))
            .then(SECOND)
            .thenFails(new IOException("gone"));
        RefreshingLookup<String, String> lookup =
            open(RefreshingLookup.named("flooding", source).loadLimit(LONG));
        refresh();
        refresh();
        refresh();
        lookup.close();
      }

      assertThat(lines.all())
          .containsExactlyInAnyOrder(
              "Lookup 'flooding' could not be loaded from script://countries, unavailable:"
                  + " java.io.IOException: gone\\u000a2026-11-30 ERROR forged;"
                  + " keeping the data it has",
              "Lookup 'flooding' is loaded from script://countries again");
    }
  }

  @Test
  void failure_againWithinAMinute_isLoggedAfterTheMinute() throws Exception {
    AtomicLong nanos = new AtomicLong();
    source
        .then(FIRST)
        .thenFails(new IOException("gone"))
        .then(SECOND)
        .thenFails(new IOException("gone"))
        .thenFails(new IOException("gone"))
        .thenFails(new IOException("gone"));
    try (LogLines lines = LogLines.of("io.streamgauge.udf")) {
      opened =
          new RefreshingLookup<>(
              "countries",
              source,
              LONG,
              settings().metrics().open(new RecordedGroup(recorded)),
              System::nanoTime,
              this::untilDue,
              RateLimitedLog.of(RefreshingLookup.class, nanos::get));
      opened.start(/* mayBeginEmpty= */ false);
      refresh();
      refresh();
      refresh();
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
      refresh();
      nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
      refresh();
      opened.close();

      String failure =
          "Lookup 'countries' could not be loaded from script://countries, unavailable:"
              + " java.io.IOException: gone; keeping the data it has";
      assertThat(lines.all())
          .containsExactly(
              failure,
              "Lookup 'countries' is loaded from script://countries again",
              failure + " (1 more suppressed)");
    }
  }

  @Test
  void close_theSourceThrowsErrors_isClosed() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    source
        .then(FIRST)
        .then(
            () -> {
              loading.countDown();
              neverEnding.await();
              return Optional.of(SECOND);
            });
    source.onAbandon =
        () -> {
          neverEnding.countDown();
          throw new AssertionError("in abandonLoads");
        };
    source.onClose =
        () -> {
          throw new AssertionError("in close");
        };
    RefreshingLookup<String, String> lookup = open();
    due.release();
    loading.await();

    lookup.close();

    assertThat(source.abandoned).hasValue(1);
    assertThat(source.closed).hasValue(1);
    assertThat(threadNames()).isEmpty();
  }

  @Test
  void theDataIsACopyThatCannotBeChanged() {
    Map<String, String> entries = new HashMap<>(Map.of("de", "Germany"));
    LookupData<String, String> data = LookupData.of(entries, "1");

    entries.clear();

    assertThat(data.entries()).isEqualTo(Map.of("de", "Germany"));
    assertThatThrownBy(() -> data.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anIntervalMustBeMoreThanNothing() {
    assertThatThrownBy(() -> settings().every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the interval of the lookup 'countries' must be more than 0, not PT0S");
  }

  @Test
  void itIsLoadedAgainByItselfAtItsInterval() throws Exception {
    source.then(FIRST).thenUnchanged().then(SECOND);

    RefreshingLookup<String, String> lookup =
        settings().every(Duration.ofMillis(5)).open(new RecordedGroup(recorded));

    opened = lookup;
    await().until(() -> "Deutschland".equals(lookup.get("de")));
  }
}
