package io.streamgauge.checkpoint.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.checkpoint.testing.WrittenMetadata;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.StateObjectCollection;
import org.apache.flink.runtime.checkpoint.channel.InputChannelInfo;
import org.apache.flink.runtime.checkpoint.channel.ResultSubpartitionInfo;
import org.apache.flink.runtime.checkpoint.filemerging.LogicalFile.LogicalFileId;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.InputChannelStateHandle;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.PhysicalStateHandleID;
import org.apache.flink.runtime.state.PlaceholderStreamStateHandle;
import org.apache.flink.runtime.state.ResultSubpartitionStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle.ChangelogStateBackendHandleImpl;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandleStreamImpl;
import org.apache.flink.runtime.state.changelog.SequenceNumber;
import org.apache.flink.runtime.state.changelog.StateChange;
import org.apache.flink.runtime.state.changelog.inmemory.InMemoryChangelogStateHandle;
import org.apache.flink.runtime.state.filemerging.DirectoryStreamStateHandle;
import org.apache.flink.runtime.state.filemerging.EmptySegmentFileStateHandle;
import org.apache.flink.runtime.state.filemerging.FileMergingOperatorStreamStateHandle;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("flink")
class MetadataReaderTest {

  private static final String JOB = "gs://bucket/flink/0123";
  private static final String CHECKPOINT = JOB + "/chk-7";
  private static final KeyGroupRange GROUPS = KeyGroupRange.of(0, 1);

  private final MetadataReader reader;

  MetadataReaderTest() throws IOException {
    reader = MetadataReader.open();
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
  }

  @Test
  void itIsTestedOnTheFlinkThatIsMeant() {
    assertThat(EnvironmentInformation.getVersion())
        .isEqualTo(System.getProperty("streamgauge.flink.version"));
  }

  @Test
  void stateOfOperatorsIsFound() throws Exception {
    assertThat(
            files(
                OperatorSubtaskState.builder()
                    .setManagedOperatorState(operatorState(file("chk-7/managed")))
                    .setRawOperatorState(operatorState(file("chk-7/raw")))))
        .containsExactlyInAnyOrder(CHECKPOINT + "/managed", CHECKPOINT + "/raw");
  }

  @Test
  void stateOfKeysIsFound() throws Exception {
    assertThat(
            files(
                OperatorSubtaskState.builder()
                    .setManagedKeyedState(keyed(file("chk-7/managed")))
                    .setRawKeyedState(keyed(file("chk-7/raw"))),
                OperatorSubtaskState.builder()
                    .setManagedKeyedState(savepoint(file("chk-7/canonical")))))
        .containsExactlyInAnyOrder(
            CHECKPOINT + "/managed", CHECKPOINT + "/canonical", CHECKPOINT + "/raw");
  }

  @Test
  void sharedAndPrivateStateOfAnIncrementIsFound() throws Exception {
    assertThat(files(OperatorSubtaskState.builder().setManagedKeyedState(increment())))
        .containsExactlyInAnyOrder(
            JOB + "/shared/1", JOB + "/shared/2", CHECKPOINT + "/private", CHECKPOINT + "/meta");
  }

  @Test
  void materializedAndChangedStateOfAChangelogIsFound() throws Exception {
    var changes =
        new ChangelogStateHandleStreamImpl(
            List.of(Tuple2.of(file("shared/changes"), 0L)), GROUPS, 10, 10, "filesystem");
    var inline =
        new InMemoryChangelogStateHandle(
            List.of(StateChange.ofMetadataChange(new byte[] {1})),
            SequenceNumber.of(0),
            SequenceNumber.of(1),
            GROUPS);
    assertThat(
            files(
                OperatorSubtaskState.builder()
                    .setManagedKeyedState(
                        new ChangelogStateBackendHandleImpl(
                            List.of(increment()), List.of(changes, inline), GROUPS, 7, 1, 10))))
        .containsExactlyInAnyOrder(
            JOB + "/shared/1",
            JOB + "/shared/2",
            JOB + "/shared/changes",
            CHECKPOINT + "/private",
            CHECKPOINT + "/meta");
  }

  @Test
  void mergedFilesAreFoundOnceAndTheirFoldersAreNoFiles() throws Exception {
    var merged =
        new FileMergingOperatorStreamStateHandle(
            DirectoryStreamStateHandle.of(new Path(JOB + "/taskowned/tm_1")),
            DirectoryStreamStateHandle.of(new Path(JOB + "/shared/subtask_1")),
            Map.of("s", metaInfo()),
            segment("taskowned/tm_1/a"));
    assertThat(
            files(
                OperatorSubtaskState.builder()
                    .setManagedOperatorState(merged)
                    .setManagedKeyedState(keyed(segment("shared/subtask_1/b"))),
                OperatorSubtaskState.builder()
                    .setManagedKeyedState(keyed(segment("shared/subtask_1/b"))),
                OperatorSubtaskState.builder()
                    .setManagedKeyedState(keyed(EmptySegmentFileStateHandle.INSTANCE))))
        .containsExactlyInAnyOrder(JOB + "/taskowned/tm_1/a", JOB + "/shared/subtask_1/b");
  }

  @Test
  @SuppressWarnings({"rawtypes", "unchecked"}) // Types of channel state differ between versions.
  void stateInChannelsIsFound() throws Exception {
    StateObjectCollection inputs =
        StateObjectCollection.singleton(
            new InputChannelStateHandle(
                new InputChannelInfo(0, 1), file("chk-7/channels"), List.of(1L)));
    StateObjectCollection outputs =
        StateObjectCollection.singleton(
            new ResultSubpartitionStateHandle(
                new ResultSubpartitionInfo(0, 1), file("chk-7/outputs"), List.of(1L)));

    assertThat(
            files(
                OperatorSubtaskState.builder()
                    .setInputChannelState(inputs)
                    .setResultSubpartitionState(outputs)))
        .containsExactlyInAnyOrder(CHECKPOINT + "/channels", CHECKPOINT + "/outputs");
  }

  @Test
  void aRelativePathIsThatOfTheCheckpointNotOfThisMachine() throws Exception {
    var relative = new RelativeFileStateHandle(new Path(CHECKPOINT + "/relative"), "relative", 10);

    assertThat(files(OperatorSubtaskState.builder().setManagedKeyedState(keyed(relative))))
        .containsExactly(CHECKPOINT + "/relative");
  }

  @Test
  void stateThatIsInTheMetadataItselfRefersToNothing() throws Exception {
    var inline = new ByteStreamStateHandle("inline", "state".getBytes(UTF_8));

    assertThat(files(OperatorSubtaskState.builder().setManagedKeyedState(keyed(inline)))).isEmpty();
  }

  @Test
  void aHandleOfAnUnknownClassIsAnErrorThatNamesIt() {
    OperatorState operator = WrittenMetadata.operator(1);
    operator.putState(
        0,
        OperatorSubtaskState.builder()
            .setManagedOperatorState(
                operatorState(
                    new PlaceholderStreamStateHandle(new PhysicalStateHandleID("p"), 1, false)))
            .build());
    var metadata =
        new org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata(
            7, List.of(operator), List.of());

    assertThatThrownBy(() -> ReferredFiles.of(metadata, CHECKPOINT))
        .isInstanceOfSatisfying(
            ProbeException.class,
            e -> assertThat(e.reason()).isEqualTo(ProbeError.INVALID_RESPONSE))
        .hasMessageContaining(PlaceholderStreamStateHandle.class.getName());
    assertThatThrownBy(() -> ReferredFiles.of(metadata, "s3a://key:canary@bucket/job/chk-1"))
        .hasMessageContaining("s3a://bucket/job/chk-1")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.3, 0.6, 0.9, 0.99})
  void truncatedMetadataCannotBeUnderstood(double part) {
    byte[] whole = WrittenMetadata.referringTo(List.of(JOB + "/a", JOB + "/b", JOB + "/c"));

    assertThatThrownBy(
            () -> reader.files(Arrays.copyOf(whole, (int) (part * whole.length)), CHECKPOINT))
        .isInstanceOfSatisfying(
            ProbeException.class,
            e -> assertThat(e.reason()).isEqualTo(ProbeError.INVALID_RESPONSE))
        .hasMessageContaining(CHECKPOINT + "/_metadata");
    assertThatThrownBy(() -> reader.files(new byte[1], "s3a://key:canary@bucket/job/chk-1"))
        .hasMessageContaining("s3a://bucket/job/chk-1/_metadata")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTemporaryFolderThatIsCleanedAwayIsMadeAnew(boolean isFolderCleaned) throws Exception {
    Files.delete(reader.folder().resolve("_metadata"));
    if (isFolderCleaned) {
      Files.delete(reader.folder());
    }

    assertThat(files(OperatorSubtaskState.builder().setManagedKeyedState(keyed(relative()))))
        .containsExactly(CHECKPOINT + "/own");
    assertThat(reader.folder().resolve("_metadata")).exists();
  }

  private static StreamStateHandle relative() {
    return new RelativeFileStateHandle(new Path(CHECKPOINT + "/own"), "own", 10);
  }

  @Test
  void everyTruncationIsSeen() {
    byte[] whole = WrittenMetadata.referringTo(List.of(JOB + "/a"));

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> reader.files(part, CHECKPOINT))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(ProbeException.class);
    }
  }

  /** The files of an operator with these subtasks. */
  private Set<String> files(OperatorSubtaskState.Builder... subtasks) throws ProbeException {
    OperatorState operator = WrittenMetadata.operator(subtasks.length);
    for (int i = 0; i < subtasks.length; i++) {
      operator.putState(i, subtasks[i].build());
    }
    return reader.files(WrittenMetadata.of(operator), CHECKPOINT);
  }

  private static StreamStateHandle file(String path) {
    return new FileStateHandle(new Path(JOB + '/' + path), 10);
  }

  private static StreamStateHandle segment(String path) {
    return new SegmentFileStateHandle(
        new Path(JOB + '/' + path),
        0,
        10,
        CheckpointedStateScope.SHARED,
        LogicalFileId.generateRandomId());
  }

  private static KeyedStateHandle keyed(StreamStateHandle state) {
    return new KeyGroupsStateHandle(new KeyGroupRangeOffsets(GROUPS, new long[] {0, 5}), state);
  }

  private static KeyedStateHandle savepoint(StreamStateHandle state) {
    return new KeyGroupsSavepointStateHandle(
        new KeyGroupRangeOffsets(GROUPS, new long[] {0, 5}), state);
  }

  private static KeyedStateHandle increment() {
    return new IncrementalRemoteKeyedStateHandle(
        new UUID(1, 2),
        GROUPS,
        7,
        List.of(
            HandleAndLocalPath.of(file("shared/1"), "1.sst"),
            HandleAndLocalPath.of(file("shared/2"), "2.sst")),
        List.of(HandleAndLocalPath.of(file("chk-7/private"), "MANIFEST")),
        file("chk-7/meta"));
  }

  private static OperatorStateHandle operatorState(StreamStateHandle state) {
    return new OperatorStreamStateHandle(Map.of("s", metaInfo()), state);
  }

  private static OperatorStateHandle.StateMetaInfo metaInfo() {
    return new OperatorStateHandle.StateMetaInfo(
        new long[] {0}, OperatorStateHandle.Mode.SPLIT_DISTRIBUTE);
  }
}
