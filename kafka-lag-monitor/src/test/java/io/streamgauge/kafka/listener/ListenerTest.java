package io.streamgauge.kafka.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {

  @ParameterizedTest
  @CsvSource({
    "1503030002020a00, TLS",
    "160303007a020000, TLS",
    "15, TLS",
    "0000120400000000, HTTP",
    "0000001600000001, OTHER",
    "4a0000000a382e30, OTHER",
    "00, OTHER",
    "'', CLOSED"
  })
  void binaryAnswer_isRecognized(String hex, Listener expected) {
    assertThat(Listener.of(HexFormat.of().parseHex(hex))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1, HTTP", "<html><h, HTTP", "SSH-2.0-, SSH", "220 mail, OTHER"})
  void textAnswer_isRecognized(String text, Listener expected) {
    assertThat(Listener.of(text.getBytes(US_ASCII))).isEqualTo(expected);
  }

  @Test
  void responseWithOurCorrelationId_isKafka() {
    byte[] correlationId = Arrays.copyOfRange(Listener.request(), 8, 12);
    byte[] response = {0, 0, 1, 2, 0, 0, 0, 0};
    System.arraycopy(correlationId, 0, response, 4, 4);

    assertThat(Listener.of(response)).isEqualTo(Listener.KAFKA);
  }
}
