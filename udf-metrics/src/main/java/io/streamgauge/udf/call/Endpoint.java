package io.streamgauge.udf.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be published of an address. */
final class Endpoint {

  /**
   * Scheme, user and password, the first host with its port, the other hosts and what comes behind
   * them. That must not hold an at-sign: it may be one of a password that was not escaped, of which
   * a part would then be taken for the host.
   */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.:-]*)://"
              + "(?:[^/?#;]*@)?"
              + "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?"
              + "(?:,[^/?#;@]*)?"
              + "(?:[/?#;][^@]*)?",
          Pattern.DOTALL);

  private Endpoint() {}

  static String of(String name, String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the endpoint of external calls '"
              + name
              + "' must be a URI with a scheme and a host, and no @ behind them: scheme://host:port is"
              + " enough (the one found is not shown, for it may hold a password)");
    }
    String port = matcher.group(3);
    return matcher.group(1) + "://" + matcher.group(2) + (port == null ? "" : port);
  }
}
