package io.streamgauge.udf.lookup;

import io.streamgauge.udf.internal.log.RateLimitedLog;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reference data in memory, kept up to date in the background: a record never waits for it.
 *
 * <p>All entries are held by each subtask that opens one, and are replaced all at once. If they
 * cannot be had, the last good copy stays. There is one thread of each lookup, named {@code
 * streamgauge-lookup-<name>}, and while it loads a second one. Safe for any thread.
 */
public final class RefreshingLookup<K, V> implements AutoCloseable {

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final String name;
  private final LookupSource<K, V> source;
  private final String path;
  private final LookupMetrics metrics;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final RateLimitedLog log;
  private final LimitedLoader<K, V> loader;
  private final AtomicBoolean isClosed = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile Map<K, V> entries = Collections.emptyMap();

  /** Of the thread that loads: first that which opens, then ours. */
  private @Nullable String version;

  /** The failure that the log shows as the state of this lookup. */
  private @Nullable LoadFailure loggedFailure;

  private volatile @Nullable Thread refresher;

  RefreshingLookup(
      String name,
      LookupSource<K, V> source,
      Duration limit,
      LookupMetrics metrics,
      LongSupplier nanoTime,
      Pause pause,
      RateLimitedLog log) {
    this.name = name;
    this.source = source;
    path = shown(LookupSettings.cleaned(source.path()));
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.log = log;
    loader = new LimitedLoader<>(source, limit, task -> thread("-load", task));
  }

  /** The time between two loads. */
  interface Pause {
    /** Waits; returns whether the lookup was closed meanwhile. */
    boolean await(CountDownLatch closed) throws InterruptedException;
  }

  private static String shown(String path) {
    return path.isEmpty() ? "its source" : path;
  }

  /**
   * Settings for a lookup, to be opened.
   *
   * @param name the label of its metrics
   */
  public static <K, V> RefreshingLookupSettings<K, V> named(
      String name, LookupSource<K, V> source) {
    return RefreshingLookupSettings.of(name, source);
  }

  /** The value of a key; null if there is none. Counted as hit or miss. */
  public @Nullable V get(K key) {
    V value = entries.get(key);
    count(value != null);
    return value;
  }

  /** Whether there is such a key. Counted as hit or miss. */
  public boolean contains(K key) {
    boolean isThere = entries.containsKey(key);
    count(isThere);
    return isThere;
  }

  private void count(boolean isThere) {
    if (isThere) {
      metrics.hit();
    } else {
      metrics.miss();
    }
  }

  /** All entries as they are now, which do not change. Counted as nothing. */
  public Map<K, V> entries() {
    return entries;
  }

  /** Loads for the first time, then begins to do so in the background. */
  void start(boolean mayBeginEmpty) throws LoadException, InterruptedException {
    boolean isStarted = false;
    try {
      LoadException failure = refresh();
      if (failure != null && !mayBeginEmpty) {
        throw new LoadException(failure.reason(), message(failure), failure);
      }
      Thread thread = thread("", this::run);
      refresher = thread;
      thread.start();
      isStarted = true;
    } finally {
      if (!isStarted) {
        close();
      }
    }
  }

  /** A thread that sees the classes of the job, as that which opens does. */
  private Thread thread(String suffix, Runnable task) {
    Thread thread = new Thread(task, "streamgauge-lookup-" + name + suffix);
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    return thread;
  }

  /** Ends only when the lookup is closed: anything thrown costs one load. */
  private void run() {
    while (!isClosed.get()) {
      try {
        if (!pause.await(closed)) {
          refresh();
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        // Nothing is done here that could throw again; a load that failed was counted.
      }
    }
  }

  /** Asks the source once; what is held stays if that fails, which is then returned. */
  private @Nullable LoadException refresh() throws InterruptedException {
    long start = nanoTime.getAsLong();
    try {
      use(loader.load(version), Duration.ofNanos(nanoTime.getAsLong() - start));
      logRecovery();
      return null;
    } catch (LoadException e) {
      return failed(e);
    } catch (CancellationException e) {
      // Closed while it was loading.
      return null;
    } catch (RuntimeException | Error e) {
      // That there can be no thread, for one; the next load may succeed.
      return failed(LoadException.of(e));
    }
  }

  private LoadException failed(LoadException failure) {
    metrics.failed(failure.reason());
    logFailure(failure);
    return failure;
  }

  private void use(Optional<LookupData<K, V>> loaded, Duration duration) throws LoadException {
    if (loaded.isPresent()) {
      LookupData<K, V> data = loaded.get();
      entries = data.entries();
      version = data.version();
      data.tell(metrics, duration);
    } else if (version == null) {
      throw new LoadException(
          LoadFailure.OTHER, "the source says that nothing has changed, but there is nothing yet");
    } else {
      metrics.unchanged();
    }
  }

  private void logRecovery() {
    if (loggedFailure != null
        && log.info(name + " recovered", "Lookup '{}' is loaded from {} again", name, path)) {
      loggedFailure = null;
    }
  }

  /** Once for a row of equal failures. */
  private void logFailure(LoadException failure) {
    LoadFailure reason = failure.reason();
    if (reason != loggedFailure
        && log.warn(name + ' ' + reason, "{}; {}", message(failure), consequence())) {
      loggedFailure = reason;
    }
  }

  private String consequence() {
    return version == null ? "it has no data yet" : "keeping the data it has";
  }

  private String message(LoadException failure) {
    return "Lookup '"
        + name
        + "' could not be loaded from "
        + path
        + ", "
        + failure.reason().label()
        + ": "
        + failure.getMessage();
  }

  /**
   * Ends the threads and waits for them up to 4 seconds. A load that is running is abandoned, not
   * interrupted. The data can still be looked up.
   */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      closed.countDown();
      loader.close();
      awaitThreads();
      closeSource();
    }
  }

  private void awaitThreads() {
    try {
      Thread thread = refresher;
      if (thread != null) {
        thread.join(CLOSE_LIMIT.toMillis());
      }
      if (!loader.awaitEnd(CLOSE_LIMIT)) {
        log.warn(
            name + " abandoned",
            "Lookup '{}' is closed, but an abandoned load from {} has not ended",
            name,
            path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (Exception | Error e) {
      log.warn(name + " source", "Failed to close the source of lookup '{}', {}", name, path, e);
    }
  }
}
