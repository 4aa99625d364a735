package io.streamgauge.reporter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortsTest {

  @RegisterExtension final ServerFixture fixture = new ServerFixture();

  private final FakeSource source = FakeSource.of("up 1\n");

  @Test
  void theFirstFreePortIsTaken() throws Exception {
    MetricsServer first = fixture.start(source);
    int free = freePort();

    try (MetricsServer second =
        MetricsServer.serving(source).bind("127.0.0.1", List.of(first.port(), free, 0))) {

      assertThat(second.port()).isEqualTo(free);
    }
  }

  @Test
  void whenAllPortsAreTakenOneLineSaysSo() throws Exception {
    MetricsServer first = fixture.start(source);
    int taken = first.port();

    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> MetricsServer.serving(source).bind("127.0.0.1", List.of(taken)))
        .withMessage("port: one must be free on 127.0.0.1, found '" + taken + "' all taken");
  }

  @Test
  void aHostThatIsNotThisMachineIsNotBlamedOnThePorts() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> MetricsServer.serving(source).bind("192.0.2.1", List.of(0, 0)))
        .withMessage("host: must be a name or an address of this machine, found '192.0.2.1'");
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> MetricsServer.serving(source).bind("no.such.invalid", List.of(0)))
        .withMessage("host: must be a name or an address of this machine, found 'no.such.invalid'");
  }

  @ParameterizedTest
  @CsvSource({
    "9249 9250 9251, 9249-9251",
    "9249, 9249",
    "9249 9250 9300 9302 9303, '9249-9250,9300,9302-9303'"
  })
  void portsAreNamedAsPeopleWriteThem(String ports, String expected) {
    List<Integer> numbers = List.of(ports.split(" ")).stream().map(Integer::valueOf).toList();

    assertThat(FreePort.ranges(numbers)).isEqualTo(expected);
  }

  private int freePort() throws Exception {
    try (MetricsServer server = MetricsServer.serving(source).bind("127.0.0.1", List.of(0))) {
      return server.port();
    }
  }
}
