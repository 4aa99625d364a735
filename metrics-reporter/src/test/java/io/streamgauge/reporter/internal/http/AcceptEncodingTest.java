package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZip",
        "x-gzip",
        "gzip;q=0.5",
        "gzip ; Q = 0.001",
        "deflate, gzip;q=1.0, *;q=0.5",
        "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "*",
        "*;q=0.2",
        "identity;q=0.5, gzip",
        "identity;q=0, gzip;q=0.1",
        "gzip, identity",
        ",,gzip,"
      })
  void gzipIsSentWhereItIsWelcome(String header) {
    assertThat(AcceptEncoding.of(List.of(header)).prefersGzip()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "identity",
        "deflate, br",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "*;q=0",
        "gzip;q=0.5, identity",
        "identity, *;q=0.1",
        "gzip;q=",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=NaN",
        "gzip;q=much",
        "gzip;level=9",
        "gzipped"
      })
  void otherwisePlainBytesAre(String header) {
    assertThat(AcceptEncoding.of(List.of(header)).prefersGzip()).isFalse();
  }

  @Test
  void allLinesOfTheHeaderCount() {
    assertThat(AcceptEncoding.of(List.of("br", "gzip")).prefersGzip()).isTrue();
    assertThat(AcceptEncoding.of(List.of()).prefersGzip()).isFalse();
  }
}
