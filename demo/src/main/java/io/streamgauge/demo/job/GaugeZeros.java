package io.streamgauge.demo.job;

import io.streamgauge.udf.lookup.LoadException;
import io.streamgauge.udf.lookup.LoadFailure;
import io.streamgauge.udf.lookup.LookupData;
import io.streamgauge.udf.lookup.LookupSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How high the zeros of gauges are: a table that a server has, with a station in each line. */
final class GaugeZeros implements LookupSource<String, String> {
  private static final long serialVersionUID = 1;
  private static final int LIMIT_MILLIS = 5_000;

  private final String address;

  GaugeZeros(String address) {
    this.address = address;
  }

  @Override
  public String path() {
    return address;
  }

  @Override
  public Optional<LookupData<String, String>> load(@Nullable String heldVersion)
      throws IOException, LoadException {
    HttpURLConnection connection = opened(heldVersion);
    int status = connection.getResponseCode();
    if (status == HttpURLConnection.HTTP_NOT_MODIFIED) {
      return Optional.empty();
    }
    if (status != HttpURLConnection.HTTP_OK) {
      throw new LoadException(LoadFailure.UNAVAILABLE, "HTTP status " + status);
    }
    try (InputStream content = connection.getInputStream()) {
      return Optional.of(data(content.readAllBytes(), connection.getHeaderField("ETag")));
    }
  }

  private HttpURLConnection opened(@Nullable String heldVersion) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(address).toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    if (heldVersion != null) {
      connection.setRequestProperty("If-None-Match", heldVersion);
    }
    return connection;
  }

  private static LookupData<String, String> data(byte[] content, String version) {
    Map<String, String> zeros =
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(",", 2))
            .collect(Collectors.toMap(fields -> fields[0], fields -> fields[1]));
    return LookupData.of(zeros, version).bytes(content.length);
  }
}
