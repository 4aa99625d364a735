package io.streamgauge.reporter.internal.http;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a client says about compression, with its weights (RFC 9110, section 12.5.3).
 *
 * <p>A coding with a malformed weight counts as refused: sending plain bytes is never wrong.
 */
final class AcceptEncoding {

  private OptionalDouble gzip = OptionalDouble.empty();
  private OptionalDouble identity = OptionalDouble.empty();
  private OptionalDouble any = OptionalDouble.empty();

  private AcceptEncoding() {}

  /** Reads the values of all {@code Accept-Encoding} lines of a request. */
  static AcceptEncoding of(List<String> lines) {
    AcceptEncoding accepted = new AcceptEncoding();
    for (String line : lines) {
      for (String element : line.split(",", -1)) {
        accepted.add(element);
      }
    }
    return accepted;
  }

  /** Whether gzip is allowed and no less welcome than plain bytes. */
  boolean prefersGzip() {
    double weight = gzip.orElse(any.orElse(0));
    return weight > 0 && weight >= identity.orElse(0);
  }

  private void add(String element) {
    int semicolon = element.indexOf(';');
    String coding = semicolon < 0 ? element : element.substring(0, semicolon);
    OptionalDouble weight =
        OptionalDouble.of(semicolon < 0 ? 1 : weight(element.substring(semicolon + 1)));
    switch (coding.trim().toLowerCase(Locale.ROOT)) {
      case "gzip":
      case "x-gzip":
        gzip = weight;
        break;
      case "identity":
        identity = weight;
        break;
      case "*":
        any = weight;
        break;
      default:
        break;
    }
  }

  private static double weight(String parameter) {
    String[] nameAndValue = parameter.split("=", 2);
    if (nameAndValue.length != 2 || !nameAndValue[0].trim().equalsIgnoreCase("q")) {
      return 0;
    }
    try {
      double weight = Double.parseDouble(nameAndValue[1].trim());
      return weight >= 0 && weight <= 1 ? weight : 0;
    } catch (NumberFormatException malformed) {
      return 0;
    }
  }
}
