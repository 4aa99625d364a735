package io.streamgauge.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void portsAreDistinctAndCanBeBound() throws IOException {
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      int port = FreePorts.next();
      try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        ports.add(server.getLocalPort());
      }
    }

    assertThat(ports).hasSize(100);
  }

  @Test
  void portOfAnotherProcess_notYetBound_isNotGiven() throws SocketException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(loopback, 0))) {
      assertThat(FreePorts.claim(other.getLocalPort())).isFalse();
    }
  }

  @Test
  void portThatWasGiven_isNotGivenAgain() {
    assertThat(FreePorts.claim(FreePorts.next())).isFalse();
  }
}
