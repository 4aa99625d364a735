package io.streamgauge.reporter.internal.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.netty4.io.netty.bootstrap.ServerBootstrap;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFuture;

/** Finds the first free one of some ports, so that all processes of a machine share one setting. */
final class FreePort {

  private final ServerBootstrap bootstrap;
  private final String host;
  private final InetSocketAddress address;

  FreePort(ServerBootstrap bootstrap, String host) {
    this.bootstrap = bootstrap;
    this.host = host;
    this.address = host.isEmpty() ? new InetSocketAddress(0) : new InetSocketAddress(host, 0);
  }

  /**
   * Listens on the first free one of {@code ports}.
   *
   * @throws BindException if there is none
   */
  Channel bind(List<Integer> ports) throws BindException {
    if (address.isUnresolved()) {
      throw foreignHost();
    }
    List<Throwable> refusals = new ArrayList<>();
    for (int port : ports) {
      ChannelFuture attempt = tryPort(port);
      if (attempt.isSuccess()) {
        return attempt.channel();
      }
      refusals.add(attempt.cause());
    }
    throw refusal(ports, refusals);
  }

  private ChannelFuture tryPort(int port) {
    return bootstrap.bind(new InetSocketAddress(address.getAddress(), port)).awaitUninterruptibly();
  }

  private BindException refusal(List<Integer> ports, List<Throwable> refusals) {
    BindException refusal =
        isThisMachine()
            ? new BindException(
                "port: one must be free on "
                    + (host.isEmpty() ? "all interfaces" : host)
                    + ", found '"
                    + ranges(ports)
                    + "' "
                    + (areAllTaken(refusals)
                        ? "all taken"
                        : "refused: " + refusals.get(0).getMessage()))
            : foreignHost();
    refusals.stream().reduce((first, last) -> last).ifPresent(refusal::initCause);
    return refusal;
  }

  private static boolean areAllTaken(List<Throwable> refusals) {
    return refusals.stream().allMatch(each -> String.valueOf(each.getMessage()).contains("in use"));
  }

  private BindException foreignHost() {
    return new BindException(
        "host: must be a name or an address of this machine, found '" + host + "'");
  }

  /* An address that takes no port at all is not ours. */
  private boolean isThisMachine() {
    ChannelFuture attempt = tryPort(0);
    return attempt.isSuccess() && attempt.channel().close().awaitUninterruptibly().isSuccess();
  }

  /** Writes ports as people do: {@code 9249-9299,9400}. */
  static String ranges(List<Integer> ports) {
    StringBuilder text = new StringBuilder();
    int first = 0;
    for (int i = 1; i <= ports.size(); i++) {
      if (i == ports.size() || ports.get(i) != ports.get(i - 1) + 1) {
        text.append(text.length() == 0 ? "" : ",").append(ports.get(first));
        text.append(i - first > 1 ? "-" + ports.get(i - 1) : "");
        first = i;
      }
    }
    return text.toString();
  }
}
