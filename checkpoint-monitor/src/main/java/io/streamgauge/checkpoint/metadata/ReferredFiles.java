package io.streamgauge.checkpoint.metadata;

import io.streamgauge.checkpoint.store.PathText;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.DirectoryStateHandle;
import org.apache.flink.runtime.state.IncrementalKeyedStateHandle.HandleAndLocalPath;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StateObject;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateBackendHandle;
import org.apache.flink.runtime.state.changelog.ChangelogStateHandleStreamImpl;
import org.apache.flink.runtime.state.changelog.inmemory.InMemoryChangelogStateHandle;
import org.apache.flink.runtime.state.filemerging.EmptySegmentFileStateHandle;
import org.apache.flink.runtime.state.filemerging.SegmentFileStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.runtime.state.filesystem.RelativeFileStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.jspecify.annotations.Nullable;

/**
 * The files that a checkpoint's state lies in, those in {@code shared} and {@code taskowned} among
 * them.
 *
 * <p>Handles of Flink 1.20 to 2.3 are known; of an unknown one nobody could say whether it refers
 * to a file, so it is an error.
 */
final class ReferredFiles {

  private final String folder;
  private final Set<String> files = new LinkedHashSet<>();

  private ReferredFiles(String folder) {
    this.folder = folder;
  }

  /**
   * The full paths of the files.
   *
   * @param folder of the checkpoint
   * @throws ProbeException if there is a handle of an unknown class
   */
  static Set<String> of(CheckpointMetadata metadata, String folder) throws ProbeException {
    ReferredFiles found = new ReferredFiles(folder);
    for (OperatorState each : metadata.getOperatorStates()) {
      // State of operators, of keys and of channels, and that of the coordinator.
      found.addAll(each.getDiscardables());
    }
    return Collections.unmodifiableSet(found.files);
  }

  private void addAll(Collection<? extends StateObject> handles) throws ProbeException {
    for (StateObject each : handles) {
      add(each);
    }
  }

  private void add(@Nullable StateObject handle) throws ProbeException {
    if (handle == null || isInline(handle)) {
      return;
    }
    if (handle instanceof RelativeFileStateHandle) {
      files.add(folder + '/' + ((RelativeFileStateHandle) handle).getRelativePath());
    } else if (handle instanceof FileStateHandle) {
      files.add(((FileStateHandle) handle).getFilePath().toString());
    } else if (handle instanceof SegmentFileStateHandle) {
      files.add(((SegmentFileStateHandle) handle).getFilePath().toString());
    } else {
      addParts(handle);
    }
  }

  /** Whether a handle holds its state itself, or names a folder, which is no state. */
  private static boolean isInline(StateObject handle) {
    return handle instanceof ByteStreamStateHandle
        || handle instanceof InMemoryChangelogStateHandle
        || handle instanceof EmptySegmentFileStateHandle
        || handle instanceof DirectoryStateHandle;
  }

  private void addParts(StateObject handle) throws ProbeException {
    if (handle instanceof OperatorStateHandle) {
      add(((OperatorStateHandle) handle).getDelegateStateHandle());
    } else if (handle instanceof KeyGroupsStateHandle) {
      add(((KeyGroupsStateHandle) handle).getDelegateStateHandle());
    } else if (handle instanceof IncrementalRemoteKeyedStateHandle) {
      addIncremental((IncrementalRemoteKeyedStateHandle) handle);
    } else if (handle instanceof ChangelogStateBackendHandle) {
      addAll(((ChangelogStateBackendHandle) handle).getMaterializedStateHandles());
      addAll(((ChangelogStateBackendHandle) handle).getNonMaterializedStateHandles());
    } else if (handle instanceof ChangelogStateHandleStreamImpl) {
      addChangelog((ChangelogStateHandleStreamImpl) handle);
    } else {
      throw new ProbeException(
          ProbeError.INVALID_RESPONSE,
          PathText.withoutUser(folder)
              + "/_metadata has state of a class that is not known: "
              + handle.getClass());
    }
  }

  private void addIncremental(IncrementalRemoteKeyedStateHandle handle) throws ProbeException {
    add(handle.getMetaDataStateHandle());
    for (HandleAndLocalPath each : handle.getSharedState()) {
      add(each.getHandle());
    }
    for (HandleAndLocalPath each : handle.getPrivateState()) {
      add(each.getHandle());
    }
  }

  private void addChangelog(ChangelogStateHandleStreamImpl handle) throws ProbeException {
    for (Tuple2<StreamStateHandle, Long> each : handle.getHandlesAndOffsets()) {
      add(each.f0);
    }
  }
}
