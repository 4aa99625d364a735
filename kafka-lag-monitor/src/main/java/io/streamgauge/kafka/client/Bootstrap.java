package io.streamgauge.kafka.client;

import io.streamgauge.kafka.broker.Deadline;
import io.streamgauge.kafka.listener.Listener;
import io.streamgauge.kafka.listener.ListenerCheck;
import io.streamgauge.kafka.listener.ListenerCheck.Transport;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/** The bootstrap servers of a cluster, by the kind of their listeners. Immutable. */
final class Bootstrap {

  private static final Duration MIN_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(3);

  private final List<String> usable;
  private final List<String> misconfigured;

  private Bootstrap(Collection<String> usable, Collection<String> misconfigured) {
    this.usable = List.copyOf(usable);
    this.misconfigured = List.copyOf(misconfigured);
  }

  /**
   * Checks the addresses, until half of the time is over if one can be used by then. Addresses that
   * were not checked are not used. Only a DNS lookup can exceed the deadline.
   *
   * @param attempt each attempt begins with another address, because one slow address may use up
   *     the time
   * @throws ProbeException if none can be used, with a message that names each and its listener
   */
  static Bootstrap check(
      String cluster, Map<String, String> properties, int attempt, Deadline deadline)
      throws ProbeException, InterruptedException {
    List<String> usable = new ArrayList<>();
    Collection<String> misconfigured = new TreeSet<>();
    Collection<String> unreachable = new TreeSet<>();
    Set<ProbeError> faults = EnumSet.noneOf(ProbeError.class);
    List<String> addresses =
        Arrays.asList(
            properties
                .getOrDefault(ClientProperties.BOOTSTRAP_SERVERS, "")
                .trim()
                .split("\\s*,\\s*"));
    Collections.rotate(addresses, -attempt);
    Deadline half = deadline.share(2);
    ListenerCheck check =
        new ListenerCheck(transport(properties), limit(deadline, addresses.size()), deadline);
    for (String each : addresses) {
      if (half.isOver() && !usable.isEmpty()) {
        break;
      }
      Optional<Listener> listener = listener(check, each);
      Optional<ProbeError> fault = listener.flatMap(Listener::fault);
      if (fault.isEmpty()) {
        usable.add(each);
      } else {
        faults.add(fault.get());
        (fault.get() == ProbeError.CONFIGURATION ? misconfigured : unreachable)
            .add(each + ' ' + listener.get().sentence());
      }
    }
    if (usable.isEmpty()) {
      List<String> all = new ArrayList<>(misconfigured);
      all.addAll(unreachable);
      throw new ProbeException(
          Stream.of(ProbeError.CONFIGURATION, ProbeError.UNREACHABLE)
              .filter(faults::contains)
              .findFirst()
              .orElse(ProbeError.TIMEOUT),
          "cluster " + cluster + ": " + String.join("; ", all));
    }
    return new Bootstrap(usable, misconfigured);
  }

  /** Each address waits for a connection and for an answer. */
  static Duration limit(Deadline deadline, int addresses) {
    Duration share = deadline.left().dividedBy(4L * addresses);
    if (share.compareTo(MIN_WAIT) < 0) {
      return MIN_WAIT;
    }
    return share.compareTo(MAX_WAIT) < 0 ? share : MAX_WAIT;
  }

  private static Transport transport(Map<String, String> properties) {
    String protocol = properties.getOrDefault("security.protocol", "").toUpperCase(Locale.ROOT);
    if (!protocol.endsWith("SSL")) {
      return Transport.PLAINTEXT;
    }
    boolean mayHaveKey =
        properties.keySet().stream()
            .anyMatch(
                each -> each.startsWith("ssl.keystore") || each.equals("ssl.engine.factory.class"));
    return mayHaveKey ? Transport.MUTUAL_TLS : Transport.TLS;
  }

  /** Empty if it is no address: Kafka's client reports the fault. */
  private static Optional<Listener> listener(ListenerCheck check, String address)
      throws InterruptedException {
    String host = Utils.getHost(address);
    Integer port = Utils.getPort(address);
    return host == null || port == null || port > 0xffff
        ? Optional.empty()
        : Optional.of(check.check(host, port));
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
