package io.streamgauge.udf.internal.meter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;

/**
 * A number that any number of threads may add to. For the thread that made it, as a rule the
 * task's, that costs as much as a field of its own; the others share a {@link LongAdder}.
 */
final class Tally {

  private static final VarHandle OWN;

  static {
    try {
      OWN = MethodHandles.lookup().findVarHandle(Tally.class, "own", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Not the thread itself, which holds a class loader. An id is never given twice. */
  private final long owner = Thread.currentThread().getId();

  private final LongAdder others = new LongAdder();

  /** Written by the owner alone, so that it needs no atomic addition. */
  @SuppressWarnings("unused") // By its handle.
  private volatile long own;

  void add(long n) {
    if (Thread.currentThread().getId() == owner) {
      OWN.setRelease(this, (long) OWN.get(this) + n);
    } else {
      others.add(n);
    }
  }

  long sum() {
    return own + others.sum();
  }
}
