package io.streamgauge.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.cluster.Exposition;
import io.streamgauge.cluster.PrometheusServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a Prometheus has stored, sample by sample. */
final class PrometheusData {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final PrometheusServer server;

  PrometheusData(PrometheusServer server) {
    this.server = server;
  }

  /** How many series it has minted since it was started, by its own account. */
  long seriesCreated() {
    return (long)
        Exposition.scrape(URI.create(server.address() + "/metrics"))
            .samples("prometheus_tsdb_head_series_created_total")
            .get(0)
            .number();
  }

  /** All series that match a selector, each as text. */
  Set<String> series(String selector) {
    Set<String> series = new TreeSet<>();
    get("/api/v1/series?match[]=" + encoded(selector)).forEach(each -> series.add(each.toString()));
    return series;
  }

  /** The samples of a range selector that selects one series, in the order of their times. */
  List<Double> samples(String rangeSelector) {
    JsonNode result = get("/api/v1/query?query=" + encoded(rangeSelector)).path("result");
    if (result.size() != 1) {
      throw new IllegalStateException(rangeSelector + " selects " + result);
    }
    List<Double> samples = new ArrayList<>();
    result.path(0).path("values").forEach(each -> samples.add(each.path(1).asDouble()));
    return samples;
  }

  /** The value of an expression that yields one, NaN if it yields nothing. */
  double value(String expression) {
    List<PrometheusServer.Value> values = server.query(expression);
    return values.size() == 1 ? values.get(0).value() : Double.NaN;
  }

  private JsonNode get(String path) {
    URI uri = URI.create(server.address() + path.replace("[]", "%5B%5D"));
    try {
      String body =
          CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return JSON.readTree(body).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
