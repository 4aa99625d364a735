package io.streamgauge.reporter.internal.http;

/** What a person sees who opens the server's address in a browser. */
final class LandingPage {

  private LandingPage() {}

  /**
   * Returns the page.
   *
   * @param version of Streamgauge, as plain text
   */
  static String html(String version) {
    return "<!DOCTYPE html>\n"
        + "<html lang=\"en\">\n"
        + "<head>\n"
        + "<meta charset=\"utf-8\">\n"
        + "<title>Streamgauge</title>\n"
        + "<style>body{font-family:sans-serif;margin:3em;max-width:40em}</style>\n"
        + "</head>\n"
        + "<body>\n"
        + "<h1>Streamgauge</h1>\n"
        + ("<p>Metrics of a Flink process for Prometheus. Version " + escaped(version) + ".</p>\n")
        + "<ul>\n"
        + "<li><a href=\"metrics\">Metrics</a></li>\n"
        + "<li><a href=\"-/healthy\">Is it healthy?</a></li>\n"
        + "<li><a href=\"-/ready\">Is it ready?</a></li>\n"
        + "</ul>\n"
        + "</body>\n"
        + "</html>\n";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
