package io.streamgauge.checkpoint.store;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Every scheme that Flink itself can read, through its file systems and with their configuration
 * and credentials.
 *
 * <p>Flink's file systems list a folder at once, in the memory of the JobManager, and know no
 * pages: a listing is given up with {@link ProbeError#LIMIT} as soon as it has met {@link
 * #MOST_LISTED} files and folders, but one folder with more of them is read to its end before that.
 */
public final class FlinkStore implements CheckpointStore {

  /** Files and folders of one listing. */
  static final int MOST_LISTED = 100_000;

  private final RequestMeter meter;
  private final LongSupplier ticker;

  /**
   * A store.
   *
   * @param ticker nanoseconds that only go forward
   */
  public FlinkStore(RequestMeter meter, LongSupplier ticker) {
    this.meter = meter;
    this.ticker = ticker;
  }

  /** Something that a file system is asked for. */
  private interface Question<T> {

    T ask(FileSystem files, Path path) throws IOException;
  }

  @Override
  public Optional<StoredFile> find(String path) throws ProbeException, InterruptedException {
    return ask(
        "stat",
        path,
        (files, file) -> {
          FileStatus status = files.getFileStatus(file);
          // Some file systems know no absence but null, and some answer for a folder.
          if (status == null || status.isDir()) {
            throw new FileNotFoundException(path);
          }
          return new StoredFile(status.getLen(), status.getModificationTime());
        });
  }

  @Override
  public Optional<byte[]> read(String path, int limit) throws ProbeException, InterruptedException {
    Optional<byte[]> content =
        ask(
            "read",
            path,
            (files, file) -> {
              try (InputStream in = files.open(file)) {
                return in.readNBytes(limit + 1);
              }
            });
    if (content.isPresent() && content.get().length > limit) {
      throw new ProbeException(
          ProbeError.LIMIT, PathText.withoutUser(path) + " has more than " + limit + " bytes");
    }
    return content;
  }

  @Override
  public Listing list(String folder) {
    return list(folder, MOST_LISTED);
  }

  Listing list(String folder, int most) {
    return new Folders(new Path(folder), most);
  }

  private <T> Optional<T> ask(String operation, String path, Question<T> question)
      throws ProbeException, InterruptedException {
    long begin = ticker.getAsLong();
    String code = "ok";
    try {
      Path asked = new Path(path);
      return Optional.of(question.ask(asked.getFileSystem(), asked));
    } catch (FileNotFoundException e) {
      code = "not_found";
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      if (FileSystemFailure.isInterruption(e)) {
        code = "interrupted";
        throw new InterruptedException(PathText.withoutUser(path));
      }
      ProbeException failure = FileSystemFailure.of(path, e);
      code = failure.reason().label();
      throw failure;
    } finally {
      meter.ended(operation, code, ticker.getAsLong() - begin);
    }
  }

  /** Flink's file systems are kept by Flink. */
  @Override
  public void close() {}

  /** Folders that are listed one by one, each as a page. */
  private final class Folders implements Listing {

    private final Path first;
    private final int most;
    private final Deque<Path> left = new ArrayDeque<>();
    private long objects;
    private long bytes;

    Folders(Path first, int most) {
      this.first = first;
      this.most = most;
      left.add(first);
    }

    @Override
    public boolean advance() throws ProbeException, InterruptedException {
      Path folder = left.remove();
      FileStatus[] none = {};
      // A folder that is gone meanwhile is one that a checkpoint had and left.
      for (FileStatus each : listed(folder).orElse(none)) {
        if (each.isDir()) {
          left.add(each.getPath());
        } else {
          objects++;
          bytes += each.getLen();
        }
      }
      if (objects + left.size() > most) {
        throw new ProbeException(
            ProbeError.LIMIT,
            PathText.withoutUser(first.toString())
                + " has more than "
                + most
                + " files and folders, which are not counted in this file system");
      }
      return !left.isEmpty();
    }

    private Optional<FileStatus[]> listed(Path folder) throws ProbeException, InterruptedException {
      return ask(
          "list",
          folder.toString(),
          (files, asked) -> {
            FileStatus[] listed = files.listStatus(asked);
            if (listed == null) {
              throw new FileNotFoundException(asked.toString());
            }
            return listed;
          });
    }

    @Override
    public long objects() {
      return objects;
    }

    @Override
    public long bytes() {
      return bytes;
    }
  }
}
