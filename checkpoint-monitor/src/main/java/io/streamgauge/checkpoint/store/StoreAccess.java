package io.streamgauge.checkpoint.store;

import io.streamgauge.checkpoint.request.RequestMeter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** How a store over HTTP is reached. Immutable. */
public final class StoreAccess {

  private final Optional<URI> endpoint;
  private final Optional<Path> keyFile;
  private final Duration limit;
  private final int mostBytes;
  private final RequestMeter meter;
  private final LongSupplier ticker;

  /**
   * An access.
   *
   * @param endpoint of an emulator, which is asked without credentials
   * @param keyFile with credentials; without one those of the environment are taken
   * @param limit of each request
   * @param mostBytes of each answer
   * @param ticker nanoseconds that only go forward
   */
  public StoreAccess(
      Optional<URI> endpoint,
      Optional<Path> keyFile,
      Duration limit,
      int mostBytes,
      RequestMeter meter,
      LongSupplier ticker) {
    this.endpoint = endpoint;
    this.keyFile = keyFile;
    this.limit = limit;
    this.mostBytes = mostBytes;
    this.meter = meter;
    this.ticker = ticker;
  }

  public Optional<URI> endpoint() {
    return endpoint;
  }

  public Optional<Path> keyFile() {
    return keyFile;
  }

  public Duration limit() {
    return limit;
  }

  public int mostBytes() {
    return mostBytes;
  }

  public RequestMeter meter() {
    return meter;
  }

  public LongSupplier ticker() {
    return ticker;
  }
}
