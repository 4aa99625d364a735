package io.streamgauge.udf.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be published of an address. */
final class Endpoint {

  /** Scheme, user and password up to the last at-sign, and the first host with its port. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.:-]*)://(?:[^/?#]*@)?(\\[[0-9A-Fa-f:.]+]|[^/?#,:@;]+)(:[0-9]+)?.*",
          Pattern.DOTALL);

  private Endpoint() {}

  static String of(String name, String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the endpoint of external calls '" + name + "' must be a URI with a scheme and a host");
    }
    String port = matcher.group(3);
    return matcher.group(1) + "://" + matcher.group(2) + (port == null ? "" : port);
  }
}
