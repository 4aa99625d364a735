package io.streamgauge.checkpoint.storage;

import io.streamgauge.checkpoint.store.CheckpointStore;
import io.streamgauge.checkpoint.store.StoreAccess;
import io.streamgauge.checkpoint.store.StoreFactory;
import io.streamgauge.reporter.probe.ProbeContext;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Flink's file systems for every scheme but {@code gs}, whose classes are loaded when it is met.
 */
final class PluggedStores implements Stores {

  private static final String GCS = "gs";
  private static final String LIBRARIES = "gcs";
  private static final String FACTORY = "io.streamgauge.checkpoint.gcs.GcsStoreFactory";

  private final ProbeContext context;
  private final StoreAccess access;
  private final CheckpointStore others;
  private @Nullable CheckpointStore gcs;

  PluggedStores(ProbeContext context, StoreAccess access, CheckpointStore others) {
    this.context = context;
    this.access = access;
    this.others = others;
  }

  @Override
  public CheckpointStore of(String scheme) throws ProbeException {
    return scheme.equals(GCS) ? gcs() : others;
  }

  private CheckpointStore gcs() throws ProbeException {
    CheckpointStore present = gcs;
    if (present == null) {
      present = factory().open(access);
      gcs = present;
    }
    return present;
  }

  private StoreFactory factory() throws ProbeException {
    try {
      ClassLoader libraries = context.libraries(LIBRARIES);
      return Class.forName(FACTORY, /* initialize= */ true, libraries)
          .asSubclass(StoreFactory.class)
          .getConstructor()
          .newInstance();
    } catch (IOException | ReflectiveOperationException | LinkageError e) {
      throw new ProbeException(ProbeError.LOAD, "The classes for gs:// cannot be loaded", e);
    }
  }

  @Override
  public void close() {
    others.close();
    if (gcs != null) {
      gcs.close();
    }
  }
}
