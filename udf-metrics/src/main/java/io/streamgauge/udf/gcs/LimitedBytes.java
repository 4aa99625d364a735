package io.streamgauge.udf.gcs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Bytes as they come, up to a limit, until the load that brings them is abandoned. */
final class LimitedBytes extends OutputStream {

  private final long most;
  private final BooleanSupplier isAbandoned;
  private final ByteArrayOutputStream bytes;
  private boolean isTooLong;

  LimitedBytes(long expected, long most, BooleanSupplier isAbandoned) {
    this.most = most;
    this.isAbandoned = isAbandoned;
    bytes = new ByteArrayOutputStream((int) Math.max(32, Math.min(expected, most)));
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] more, int offset, int length) throws IOException {
    isTooLong |= bytes.size() + (long) length > most;
    if (isTooLong) {
      throw new IOException("there are more than " + most + " bytes");
    }
    if (isAbandoned.getAsBoolean()) {
      throw new InterruptedIOException("the load was abandoned");
    }
    bytes.write(more, offset, length);
  }

  /** Whether there were more than the limit. */
  boolean isTooLong() {
    return isTooLong;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
