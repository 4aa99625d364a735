package io.streamgauge.cluster;

/** Numbers as Prometheus writes them. */
final class PrometheusNumber {
  private PrometheusNumber() {}

  static double parse(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
