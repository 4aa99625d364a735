package io.streamgauge.checkpoint.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("flink")
class FlinkStoreTest {

  private final RequestMeter requests = new RequestMeter();
  private final FlinkStore store = new FlinkStore(requests, System::nanoTime);
  private final Path folder;
  private final String url;

  FlinkStoreTest(@TempDir Path folder) {
    this.folder = folder;
    this.url = "file:" + folder;
  }

  @Test
  void aFileHasSizeAndTime() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "content");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));

    StoredFile found = store.find(url + "/a").orElseThrow();

    assertThat(found.size()).isEqualTo(7);
    assertThat(found.modifiedMillis()).isEqualTo(1_700_000_000_000L);
    assertThat(store.read(url + "/a", 7).orElseThrow()).isEqualTo("content".getBytes(UTF_8));
  }

  @Test
  void whatIsNotThereIsAbsent() throws Exception {
    assertThat(store.find(url + "/a")).isEmpty();
    assertThat(store.read(url + "/a", 10)).isEmpty();
    assertThat(store.find(url + "/no/folder/a")).isEmpty();
  }

  @Test
  void aFolderIsNoFile() throws Exception {
    Files.createDirectory(folder.resolve("a"));

    assertThat(store.find(url + "/a")).isEmpty();
  }

  @Test
  void aFileThatIsTooLongIsNotRead() throws Exception {
    Files.writeString(folder.resolve("a"), "content");

    assertThatThrownBy(() -> store.read(url + "/a", 6))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.LIMIT));
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://key:canary@b/a, s3a://b/a",
    "s3a://key:can/ary@b/a, s3a://b/a",
    "s3a://key:can@ary@b/a, s3a://b/a",
    "abfs://container@account/a, abfs://container@account/a",
    "hdfs://host:8020/a/b, hdfs://host:8020/a/b",
    "file:/a:b@c, file:/a:b@c"
  })
  void aPathIsToldWithoutItsUser(String path, String told) {
    assertThat(PathText.withoutUser(path)).isEqualTo(told);
  }

  @Test
  void aListingIsGivenUpWhenItHasMetTooMuch() throws Exception {
    for (String each : new String[] {"a", "b", "c"}) {
      Files.createDirectories(folder.resolve(each));
      Files.writeString(folder.resolve(each + "/1"), "content");
    }

    Listing enough = store.list(url, 3);
    while (enough.advance()) {
      assertThat(enough.objects()).isLessThan(3);
    }
    assertThat(enough.objects()).isEqualTo(3);

    assertThatThrownBy(() -> store.list(url, 2).advance())
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.LIMIT))
        .hasMessageContaining("more than 2 files and folders");
  }

  @Test
  void foldersAreListedToTheirDepth() throws Exception {
    Files.createDirectories(folder.resolve("job/shared/deep"));
    Files.createDirectories(folder.resolve("job/taskowned"));
    Files.createDirectories(folder.resolve("other"));
    for (String each : new String[] {"job/1", "job/shared/2", "job/shared/deep/3", "other/4"}) {
      Files.writeString(folder.resolve(each), "1234567890");
    }

    Listing listing = store.list(url + "/job");
    int pages = 1;
    while (listing.advance()) {
      pages++;
    }

    assertThat(pages).isEqualTo(4);
    assertThat(listing.objects()).isEqualTo(3);
    assertThat(listing.bytes()).isEqualTo(30);
  }

  @Test
  void aFolderThatIsGoneHasNoFiles() throws Exception {
    Listing listing = store.list(url + "/gone");

    assertThat(listing.advance()).isFalse();
    assertThat(listing.objects()).isZero();
  }

  @Test
  void aSchemeThatFlinkDoesNotKnowIsAMatterOfConfiguration() {
    assertThatThrownBy(() -> store.find("nosuch://bucket/a"))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION));
  }

  @Test
  void requestsAreCountedByOperationAndResult() throws Exception {
    Files.writeString(folder.resolve("a"), "content");
    store.find(url + "/a");
    store.find(url + "/b");
    store.read(url + "/a", 10);
    store.list(url).advance();

    Map<String, Double> series = PublishedSeries.of(requests::addTo).values();

    assertThat(series)
        .containsEntry(requests("stat", "ok"), 1.0)
        .containsEntry(requests("stat", "not_found"), 1.0)
        .containsEntry(requests("read", "ok"), 1.0)
        .containsEntry(requests("list", "ok"), 1.0);
  }

  private static String requests(String operation, String code) {
    return "streamgauge_checkpoint_probe_requests_total{code=\""
        + code
        + "\",operation=\""
        + operation
        + "\"}";
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/a"), ProbeError.AUTHORIZATION),
        Arguments.of(
            new IOException(
                "getFileStatus", new IllegalStateException("(Service: S3; Status Code: 403; ...)")),
            ProbeError.AUTHORIZATION),
        Arguments.of(
            new IOException("x", new IllegalStateException("SlowDown; Status Code: 503")),
            ProbeError.UNAVAILABLE),
        Arguments.of(new IOException("Status Code: 429"), ProbeError.THROTTLED),
        Arguments.of(new java.net.UnknownHostException("h"), ProbeError.UNREACHABLE),
        Arguments.of(
            new IOException(new java.net.SocketTimeoutException()), ProbeError.UNREACHABLE),
        Arguments.of(new java.net.ConnectException("refused"), ProbeError.UNREACHABLE),
        Arguments.of(new IOException("Input/output error"), ProbeError.UNAVAILABLE));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anExceptionOfAFileSystemHasItsReason(Exception failure, ProbeError reason) {
    assertThat(FileSystemFailure.of("s3://b/a", failure).reason()).isEqualTo(reason);
  }

  @Test
  void noTextOfAnExceptionIsToldNorAUserInAPath() {
    ProbeException told =
        FileSystemFailure.of("s3a://key:secret@b/a", new IOException("token=secret"));

    assertThat(told)
        .hasMessageStartingWith("s3a://b cannot")
        .hasMessageContaining("java.io.IOException");
    assertThat(told.getMessage()).doesNotContain("secret");
    assertThat(told.getCause()).isNull();
  }
}
