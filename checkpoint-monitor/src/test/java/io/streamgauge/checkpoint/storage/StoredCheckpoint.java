package io.streamgauge.checkpoint.storage;

import org.junit.jupiter.api.AfterEach;

/** A job {@code a} with a checkpoint in a store in memory, and the probe that checks it. */
abstract class StoredCheckpoint {

  static final String JOB = "mem://bucket/a";
  static final String CHECKPOINT = JOB + "/chk-1";
  static final String SHARED = JOB + "/shared/1";
  static final String OWN = CHECKPOINT + "/1";

  final FakeFlink flink = new FakeFlink();
  final FakeStore store = new FakeStore();
  final ProbeUnderTest probe;

  StoredCheckpoint() {
    try {
      probe = new ProbeUnderTest(flink, store, "listing-limit", "50", "requests-limit", "10");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    flink.completed("a", CHECKPOINT);
    store.checkpoint(CHECKPOINT, SHARED, OWN);
  }

  @AfterEach
  void close() throws Exception {
    probe.close();
  }
}
