package io.streamgauge.reporter.internal.hosting.loading;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {

  private final Path parent;

  PrivateFolderTest(@TempDir Path parent) {
    this.parent = parent;
  }

  @Test
  void theCloseDeletesTheFolderAndWhatIsInIt() throws IOException {
    PrivateFolder folder = PrivateFolder.create(parent, "kafka-lag");
    Files.writeString(folder.path().resolve("a.jar"), "a");

    folder.close();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aFolderThatAKilledProcessLeftIsDeleted() throws IOException {
    Path left = left(parent.resolve("streamgauge-kafka-lag-123"), Duration.ofHours(1));

    try (PrivateFolder folder = PrivateFolder.create(parent, "kafka-lag")) {
      assertThat(left).doesNotExist();
      assertThat(folder.path()).exists();
    }
  }

  @Test
  void aFolderThatIsNotOldEnoughToBeKnownAsLeftStays() throws IOException {
    Path young = left(parent.resolve("streamgauge-kafka-lag-123"), Duration.ofMinutes(1));

    try (PrivateFolder folder = PrivateFolder.create(parent, "kafka-lag")) {
      assertThat(young).exists();
      assertThat(folder.path()).exists();
    }
  }

  @Test
  void aFolderThatIsInUseStays() throws IOException {
    try (PrivateFolder first = PrivateFolder.create(parent, "kafka-lag")) {
      age(first.path(), Duration.ofHours(1));

      try (PrivateFolder second = PrivateFolder.create(parent, "kafka-lag")) {
        assertThat(first.path()).exists();
        assertThat(second.path()).exists();
      }
    }
  }

  @Test
  void aFolderOfAProbeWhoseNameOnlyBeginsTheSameStays() throws IOException {
    Path other = left(parent.resolve("streamgauge-kafka-lag-123"), Duration.ofHours(1));

    try (PrivateFolder folder = PrivateFolder.create(parent, "kafka")) {
      assertThat(other).exists();
      assertThat(folder.path()).exists();
    }
  }

  @Test
  void aFolderOfSomebodyElseStays() throws IOException {
    Path other = left(parent.resolve("streamgauge-other-123"), Duration.ofHours(1));
    Path unlocked = Files.createDirectory(parent.resolve("streamgauge-kafka-lag-456"));
    age(unlocked, Duration.ofHours(1));

    try (PrivateFolder folder = PrivateFolder.create(parent, "kafka-lag")) {
      assertThat(other).exists();
      assertThat(unlocked).exists();
      assertThat(folder.path()).exists();
    }
  }

  @Test
  void create_fileSystemWithoutLocks_worksAndLeavesNothing() throws IOException {
    List<FileChannel> opened = new ArrayList<>();
    PrivateFolder.LockFiles refusing =
        file -> {
          FileChannel channel = FileChannel.open(file, CREATE, WRITE);
          channel.close();
          opened.add(channel);
          return channel;
        };
    PrivateFolder folder = PrivateFolder.create(parent, "kafka-lag", refusing);
    age(folder.path(), Duration.ofHours(1));

    assertThat(opened).as("the lock of a closed channel throws").hasSize(1);
    assertThat(folder.path()).isEmptyDirectory();
    folder.close();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void create_lockThrows_closesTheLockFile() throws IOException {
    FileChannel channel = FileChannel.open(parent.resolve("lock"), CREATE, WRITE);
    FileLock lock = channel.lock();
    List<FileChannel> opened = new ArrayList<>();
    PrivateFolder.LockFiles overlapping =
        file -> {
          FileChannel other = FileChannel.open(parent.resolve("lock"), WRITE);
          opened.add(other);
          return other;
        };

    PrivateFolder.create(parent, "kafka-lag", overlapping).close();

    assertThat(opened).singleElement().returns(false, FileChannel::isOpen);
    lock.close();
    channel.close();
  }

  @Test
  void create_lockFileCannotBeDeleted_deletesTheFolder() {
    PrivateFolder.LockFiles blocked =
        file -> {
          Files.createDirectories(file.resolve("in the way"));
          throw new IOException("no lock");
        };

    assertThatThrownBy(() -> PrivateFolder.create(parent, "kafka-lag", blocked))
        .isInstanceOf(DirectoryNotEmptyException.class);

    assertThat(parent).isEmptyDirectory();
  }

  private static Path left(Path folder, Duration age) throws IOException {
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("in-use.lock"), "");
    Files.writeString(folder.resolve("a.jar"), "a");
    age(folder, age);
    return folder;
  }

  private static void age(Path folder, Duration age) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(age)));
  }
}
