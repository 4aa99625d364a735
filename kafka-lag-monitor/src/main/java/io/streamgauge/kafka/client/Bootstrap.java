package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.listener.Listener;
import io.streamgauge.kafka.listener.ListenerCheck;
import io.streamgauge.kafka.listener.ListenerCheck.Transport;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/** The bootstrap servers of a cluster, by the kind of their listeners. Immutable. */
final class Bootstrap {

  static final String SERVERS = "bootstrap.servers";

  private static final Duration MAX_WAIT = Duration.ofSeconds(3);

  private final List<String> usable;
  private final List<String> misconfigured;

  private Bootstrap(List<String> usable, List<String> misconfigured) {
    this.usable = List.copyOf(usable);
    this.misconfigured = List.copyOf(misconfigured);
  }

  /**
   * Checks each address; takes half of the time at most.
   *
   * @throws ProbeException if none can be used, with a message that names each and its listener
   */
  static Bootstrap check(String cluster, Map<String, String> properties, Deadline deadline)
      throws ProbeException, InterruptedException {
    List<String> usable = new ArrayList<>();
    List<String> misconfigured = new ArrayList<>();
    List<String> unreachable = new ArrayList<>();
    String[] addresses = properties.getOrDefault(SERVERS, "").trim().split("\\s*,\\s*");
    ListenerCheck check = new ListenerCheck(transport(properties), limit(deadline, addresses));
    for (String each : addresses) {
      Optional<Listener> listener = ask(check, each);
      Optional<ProbeError> fault = listener.flatMap(Listener::fault);
      if (fault.isEmpty()) {
        usable.add(each);
      } else {
        (fault.get() == ProbeError.CONFIGURATION ? misconfigured : unreachable)
            .add(each + ' ' + listener.get().sentence());
      }
    }
    if (usable.isEmpty()) {
      List<String> all = new ArrayList<>(misconfigured);
      all.addAll(unreachable);
      throw new ProbeException(
          misconfigured.isEmpty() ? ProbeError.UNREACHABLE : ProbeError.CONFIGURATION,
          "cluster " + cluster + ": " + String.join("; ", all));
    }
    return new Bootstrap(usable, misconfigured);
  }

  /** Each address waits for a connection and for an answer. */
  private static Duration limit(Deadline deadline, String[] addresses) {
    Duration share = deadline.left().dividedBy(4L * addresses.length);
    return share.compareTo(MAX_WAIT) < 0 ? share : MAX_WAIT;
  }

  private static Transport transport(Map<String, String> properties) {
    String protocol = properties.getOrDefault("security.protocol", "").toUpperCase(Locale.ROOT);
    if (!protocol.endsWith("SSL")) {
      return Transport.PLAINTEXT;
    }
    boolean hasKey = properties.keySet().stream().anyMatch(each -> each.startsWith("ssl.keystore"));
    return hasKey ? Transport.MUTUAL_TLS : Transport.TLS;
  }

  /** Empty if it is no address: Kafka's client reports the fault. */
  private static Optional<Listener> ask(ListenerCheck check, String address)
      throws InterruptedException {
    String host = Utils.getHost(address);
    Integer port = Utils.getPort(address);
    return host == null || port == null || port > 0xffff
        ? Optional.empty()
        : Optional.of(check.ask(host, port));
  }

  /** The addresses for Kafka's client, as it takes them. */
  String servers() {
    return String.join(",", usable);
  }

  /** The addresses of wrong listeners, which are not used; empty if there are none. */
  Optional<String> misconfiguration() {
    return misconfigured.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", misconfigured));
  }
}
