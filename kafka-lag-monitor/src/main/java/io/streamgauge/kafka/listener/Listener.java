package io.streamgauge.kafka.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.streamgauge.reporter.probe.ProbeError;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kind of listener at an address, by its answer to an ApiVersions request. */
public enum Listener {
  /** A broker, as configured. */
  KAFKA(null, "speaks Kafka's protocol"),
  /** TLS as configured, but without a complete handshake: Kafka's client reports the reason. */
  UNVERIFIED(null, "speaks TLS"),
  TLS(
      ProbeError.CONFIGURATION,
      "speaks TLS; set security.protocol to SSL or SASL_SSL, or use the plaintext port"),
  PLAINTEXT(
      ProbeError.CONFIGURATION,
      "speaks Kafka's protocol without TLS; set security.protocol to PLAINTEXT or SASL_PLAINTEXT,"
          + " or use the TLS port"),
  HTTP(ProbeError.CONFIGURATION, "speaks HTTP, not Kafka's protocol"),
  SSH(ProbeError.CONFIGURATION, "speaks SSH, not Kafka's protocol"),
  OTHER(ProbeError.CONFIGURATION, "does not speak Kafka's protocol"),
  SILENT(ProbeError.UNREACHABLE, "accepts the connection but does not answer"),
  CLOSED(ProbeError.UNREACHABLE, "closes the connection without an answer"),
  REFUSED(ProbeError.UNREACHABLE, "cannot be connected to"),
  UNRESOLVED(ProbeError.UNREACHABLE, "cannot be resolved"),
  UNCHECKED(ProbeError.TIMEOUT, "cannot be checked in time");

  /** So many bytes decide: the length of a response and its correlation id. */
  static final int DECISIVE_BYTES = 8;

  private static final int CORRELATION_ID = 0x5347_6b61;
  private static final short API_VERSIONS = 18;
  private static final byte[] CLIENT_ID = "streamgauge".getBytes(US_ASCII);

  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int TLS_MAJOR = 3;
  private static final byte[] HTTP2_SETTINGS = {4, 0, 0, 0, 0};

  private final @Nullable ProbeError fault;
  private final String sentence;

  Listener(@Nullable ProbeError fault, String sentence) {
    this.fault = fault;
    this.sentence = sentence;
  }

  /** The reason not to connect with Kafka's client; empty if it may connect. */
  public Optional<ProbeError> fault() {
    return Optional.ofNullable(fault);
  }

  /** The end of a sentence that begins with the address. */
  public String sentence() {
    return sentence;
  }

  /** An ApiVersions request of version 0, which every broker answers before a login. */
  static byte[] request() {
    int length = 2 + 2 + 4 + 2 + CLIENT_ID.length;
    return ByteBuffer.allocate(4 + length)
        .putInt(length)
        .putShort(API_VERSIONS)
        .putShort((short) 0)
        .putInt(CORRELATION_ID)
        .putShort((short) CLIENT_ID.length)
        .put(CLIENT_ID)
        .array();
  }

  /**
   * Recognizes the protocol of an answer.
   *
   * @param answer its first bytes, at most {@link #DECISIVE_BYTES}
   */
  static Listener of(byte[] answer) {
    if (answer.length == 0) {
      return CLOSED;
    }
    if (answer.length == DECISIVE_BYTES && ByteBuffer.wrap(answer).getInt(4) == CORRELATION_ID) {
      return KAFKA;
    }
    if ((answer[0] == TLS_ALERT || answer[0] == TLS_HANDSHAKE)
        && (answer.length == 1 || answer[1] == TLS_MAJOR)) {
      return TLS;
    }
    String text = new String(answer, US_ASCII);
    if (text.startsWith("HTTP") || text.startsWith("<") || isHttp2(answer)) {
      return HTTP;
    }
    return text.startsWith("SSH-") ? SSH : OTHER;
  }

  private static boolean isHttp2(byte[] answer) {
    return answer.length == DECISIVE_BYTES
        && Arrays.equals(answer, 3, DECISIVE_BYTES, HTTP2_SETTINGS, 0, HTTP2_SETTINGS.length);
  }
}
