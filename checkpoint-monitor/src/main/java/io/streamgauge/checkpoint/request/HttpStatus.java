package io.streamgauge.checkpoint.request;

import io.streamgauge.reporter.probe.ProbeError;

/** What an HTTP status means, of a store as of Flink. */
public final class HttpStatus {

  private HttpStatus() {}

  /** Why a request with this status, which is no success, failed. */
  public static ProbeError reason(int status) {
    switch (status) {
      case 401:
        return ProbeError.AUTHENTICATION;
      case 403:
        return ProbeError.AUTHORIZATION;
      case 404:
        return ProbeError.NOT_FOUND;
      case 408:
        return ProbeError.UNAVAILABLE;
      case 429:
        return ProbeError.THROTTLED;
      default:
        return status >= 500 ? ProbeError.UNAVAILABLE : ProbeError.INVALID_RESPONSE;
    }
  }
}
