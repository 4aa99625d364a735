package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://api.example.com/v1/score?key=secret https://api.example.com",
        "https://user:secret@api.example.com:8443/v1 https://api.example.com:8443",
        "http://[2001:db8::1]:8080/v1 http://[2001:db8::1]:8080",
        "grpc://scores_internal:50051 grpc://scores_internal:50051",
        "https://api.example.com#secret https://api.example.com",
        "jdbc:postgresql://h1:1,h2:2/db?user=u&password=secret jdbc:postgresql://h1:1",
        "jdbc:mysql://user:secret@host/db jdbc:mysql://host",
        "jdbc:sqlserver://host:1433;databaseName=d;password=secret jdbc:sqlserver://host:1433",
        "mongodb+srv://user:secret@cluster0.example.com/db mongodb+srv://cluster0.example.com",
      })
  void onlySchemeHostAndPortAreShown(String address, String shown) {
    assertThat(Endpoint.of("geo", address)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "host:443",
        "https:///secret",
        "jdbc:h2:mem:secret",
        "https://user:secret#2@host/",
        "https://user:12/secret@host/",
        "https://user:12?secret@host/",
        "https://user:secret",
        "jdbc:sqlserver://host;user=secret;password=p@secret",
        "jdbc:mysql://address=(host=h)(user=u)(password=secret)/db",
        "jdbc:oracle:thin:user/secret@//host:1521/service",
        "jdbc:postgresql://h1:1,h2:2/db?user=a@secret",
      })
  void anAddressOfWhichTheHostIsNotCertainIsRefusedAndNotRepeated(String address) {
    assertThatThrownBy(() -> ExternalCalls.named("geo").endpoint(address))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the endpoint of external calls 'geo' must be a URI with a scheme")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aUriIsAnAddressToo() {
    assertThat(
            ExternalCalls.named("geo")
                .endpoint(URI.create("https://u:secret@host:1/path"))
                .endpoint())
        .isEqualTo("https://host:1");
  }
}
