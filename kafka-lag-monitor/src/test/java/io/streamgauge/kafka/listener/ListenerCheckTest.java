package io.streamgauge.kafka.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.listener.ListenerCheck.Transport;
import io.streamgauge.kafka.testing.ScriptedServer;
import io.streamgauge.kafka.testing.ScriptedServer.End;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class ListenerCheckTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  @ParameterizedTest
  @EnumSource(End.class)
  void tlsAlert_howeverTheConnectionEnds_isTls(End end) throws Exception {
    try (ScriptedServer server = ScriptedServer.tlsAlert(end)) {
      assertThat(check(Transport.PLAINTEXT).check("127.0.0.1", server.port()))
          .isEqualTo(Listener.TLS);
    }
  }

  @Test
  void failedHandshake_closedWithoutTlsToo_isLeftToKafkasClient() throws Exception {
    try (ScriptedServer server = ScriptedServer.resetting()) {
      assertThat(check(Transport.TLS).check("127.0.0.1", server.port()))
          .isEqualTo(Listener.UNVERIFIED);
    }
  }

  @Test
  void silentFirstAddressOfAName_theNextIsChecked() throws Exception {
    InetAddress first = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
    InetAddress second = InetAddress.getLoopbackAddress();
    try (ScriptedServer server = ScriptedServer.kafka(End.LEFT_OPEN);
        ServerSocket silent = new ServerSocket(server.port(), 50, first)) {
      InetAddress[] both = {first, second};

      assertThat(check(Transport.PLAINTEXT).check("name", both, silent.getLocalPort()))
          .isEqualTo(Listener.KAFKA);
    }
  }

  @Test
  void severalSilentAddresses_theDeadlineEndsTheCheck() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket silent = new ServerSocket(0, 50, loopback)) {
      Deadline deadline = Deadline.in(Duration.ofMillis(500), System::nanoTime);
      ListenerCheck check = new ListenerCheck(Transport.PLAINTEXT, Duration.ofMinutes(1), deadline);
      InetAddress[] addresses = {loopback, loopback, loopback};

      assertThat(check.check("name", addresses, silent.getLocalPort())).isEqualTo(Listener.SILENT);
      assertThat(check.check("name", addresses, silent.getLocalPort()))
          .isEqualTo(Listener.UNCHECKED);
    }
  }

  private static ListenerCheck check(Transport transport) {
    return new ListenerCheck(
        transport, LIMIT, Deadline.in(Duration.ofSeconds(30), System::nanoTime));
  }
}
