package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.Listing;
import io.streamgauge.checkpoint.store.StoredFile;
import io.streamgauge.checkpoint.testing.WrittenMetadata;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Files in memory, of which pages have two. Fails as the test tells it. */
final class FakeStore implements CheckpointStore {

  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, ProbeError> failures = new TreeMap<>();
  private final List<String> requests = new ArrayList<>();
  private Consumer<String> whenAsked = path -> {};
  private @Nullable ProbeError listFailure;

  /** A checkpoint with its {@code _metadata} and the files that this refers to. */
  FakeStore checkpoint(String folder, String... referred) {
    Arrays.stream(referred).forEach(path -> files.put(path, new byte[10]));
    files.put(folder + "/_metadata", WrittenMetadata.referringTo(List.of(referred)));
    return this;
  }

  FakeStore put(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  byte[] content(String path) {
    return files.getOrDefault(path, new byte[0]);
  }

  FakeStore delete(String path) {
    files.keySet().removeIf(each -> each.equals(path) || each.startsWith(path + '/'));
    return this;
  }

  /** Fails for all paths that begin so. */
  FakeStore fail(String beginning, ProbeError reason) {
    failures.put(beginning, reason);
    return this;
  }

  FakeStore failListing(ProbeError reason) {
    listFailure = reason;
    return this;
  }

  FakeStore recover() {
    failures.clear();
    listFailure = null;
    return this;
  }

  /** Runs before each answer. */
  FakeStore whenAsked(Consumer<String> action) {
    whenAsked = action;
    return this;
  }

  /** As {@code stat <path>}, in order. */
  List<String> requests() {
    return requests;
  }

  private void ask(String operation, String path) throws ProbeException {
    requests.add(operation + ' ' + path);
    whenAsked.accept(path);
    for (Map.Entry<String, ProbeError> each : failures.entrySet()) {
      if (path.startsWith(each.getKey())) {
        throw new ProbeException(each.getValue(), each.getKey() + " fails");
      }
    }
  }

  @Override
  public Optional<StoredFile> find(String path) throws ProbeException {
    ask("stat", path);
    return Optional.ofNullable(files.get(path))
        .map(content -> new StoredFile(content.length, 1_700_000_000_000L));
  }

  @Override
  public Optional<byte[]> read(String path, int limit) throws ProbeException {
    ask("read", path);
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public Listing list(String folder) {
    return new Listing() {

      private final List<String> left =
          new ArrayList<>(
              new TreeSet<>(
                  files.keySet().stream().filter(each -> each.startsWith(folder + '/')).toList()));

      private long objects;
      private long bytes;

      @Override
      public boolean advance() throws ProbeException {
        ask("list", folder);
        if (listFailure != null) {
          throw new ProbeException(listFailure, folder + " cannot be listed");
        }
        for (int i = 0; i < 2 && !left.isEmpty(); i++) {
          objects++;
          bytes += files.getOrDefault(left.remove(0), new byte[0]).length;
        }
        return !left.isEmpty();
      }

      @Override
      public long objects() {
        return objects;
      }

      @Override
      public long bytes() {
        return bytes;
      }
    };
  }

  @Override
  public void close() {}
}
