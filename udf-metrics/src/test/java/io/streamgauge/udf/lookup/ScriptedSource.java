package io.streamgauge.udf.lookup;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A source that does at each load what the test said; the last it does again and again. */
final class ScriptedSource implements LookupSource<String, String> {

  private static final long serialVersionUID = 1;

  private final transient Queue<Callable<Optional<LookupData<String, String>>>> script =
      new ConcurrentLinkedQueue<>();

  private transient volatile @Nullable Callable<Optional<LookupData<String, String>>> latest;

  final transient List<String> heldVersions = new CopyOnWriteArrayList<>();
  final transient List<Thread> threads = new CopyOnWriteArrayList<>();
  final transient List<ClassLoader> contextLoaders = new CopyOnWriteArrayList<>();
  String path = "script://countries";
  final AtomicInteger closed = new AtomicInteger();
  final AtomicInteger abandoned = new AtomicInteger();
  transient Runnable onAbandon = () -> {};
  transient Runnable onClose = () -> {};

  ScriptedSource then(Callable<Optional<LookupData<String, String>>> load) {
    script.add(load);
    return this;
  }

  ScriptedSource then(LookupData<String, String> data) {
    return then(() -> Optional.of(data));
  }

  ScriptedSource thenUnchanged() {
    return then(Optional::empty);
  }

  ScriptedSource thenFails(Exception failure) {
    return then(
        () -> {
          throw failure;
        });
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Optional<LookupData<String, String>> load(@Nullable String heldVersion) throws Exception {
    heldVersions.add(String.valueOf(heldVersion));
    threads.add(Thread.currentThread());
    contextLoaders.add(Thread.currentThread().getContextClassLoader());
    Callable<Optional<LookupData<String, String>>> next = script.poll();
    if (next != null) {
      latest = next;
    }
    return Objects.requireNonNull(latest).call();
  }

  @Override
  public void abandonLoads() {
    abandoned.incrementAndGet();
    onAbandon.run();
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    onClose.run();
  }
}
