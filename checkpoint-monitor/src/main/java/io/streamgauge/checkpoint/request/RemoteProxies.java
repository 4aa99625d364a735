package io.streamgauge.checkpoint.request;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The JVM's proxies with its exceptions ({@code http.nonProxyHosts}), but none for this machine's
 * own addresses: a proxy would connect to itself instead.
 */
final class RemoteProxies extends ProxySelector {

  /** Only these are resolved without a query. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.]*:[^\\]]*]?");

  @Override
  public List<Proxy> select(URI uri) {
    ProxySelector ofJvm = ProxySelector.getDefault();
    return ofJvm == null || isHere(String.valueOf(uri.getHost()))
        ? List.of(Proxy.NO_PROXY)
        : ofJvm.select(uri);
  }

  private static boolean isHere(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    if (!ADDRESS.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException notAnAddress) {
      return false;
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    ProxySelector ofJvm = ProxySelector.getDefault();
    if (ofJvm != null) {
      ofJvm.connectFailed(uri, address, failure);
    }
  }
}
