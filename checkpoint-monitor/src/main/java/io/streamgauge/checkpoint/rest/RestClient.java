package io.streamgauge.checkpoint.rest;

import io.streamgauge.checkpoint.request.HttpStatus;
import io.streamgauge.checkpoint.request.LimitedBody;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Asks the JobManager for JSON, within a limit of time and size. */
public final class RestClient {

  /** The longest answers are lists of stack traces. */
  static final int MOST_BYTES = 16 << 20;

  private static final String OPERATION = "rest";

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http;
  private final URI address;
  private final Duration limit;
  private final RequestMeter meter;
  private final LongSupplier ticker;

  /**
   * A client.
   *
   * @param address of the API, such as {@code http://127.0.0.1:8081}
   * @param limit of each request
   * @param ticker nanoseconds that only go forward
   */
  public RestClient(URI address, Duration limit, RequestMeter meter, LongSupplier ticker) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
    this.address = address;
    this.limit = limit;
    this.meter = meter;
    this.ticker = ticker;
  }

  /**
   * The answer to a GET.
   *
   * @throws ProbeException if there is none, or it is no JSON
   */
  JsonNode get(String path) throws ProbeException, InterruptedException {
    return find(path)
        .orElseThrow(
            () ->
                new ProbeException(
                    ProbeError.INVALID_RESPONSE,
                    address + path + " is not found: is this a JobManager of Flink?"));
  }

  /** The answer to a GET; empty if there is no such thing. */
  Optional<JsonNode> find(String path) throws ProbeException, InterruptedException {
    HttpResponse<byte[]> response = send(path);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw refused(path, response);
    }
    return Optional.of(parse(path, response.body()));
  }

  private HttpResponse<byte[]> send(String path) throws ProbeException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).timeout(limit).build();
    LimitedBody body = new LimitedBody(MOST_BYTES);
    long begin = ticker.getAsLong();
    String code = "unreachable";
    CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, response -> body);
    try {
      // The request's own limit ends with the headers.
      HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      code = Integer.toString(response.statusCode());
      return response;
    } catch (TimeoutException e) {
      code = "timeout";
      throw late(path);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        code = "timeout";
        throw late(path);
      }
      throw failed(path, e.getCause() == null ? e : e.getCause());
    } finally {
      // The answer's own cancellation ends the connection from Java 16 on alone.
      body.cancel();
      answer.cancel(true);
      meter.ended(OPERATION, code, ticker.getAsLong() - begin);
    }
  }

  private ProbeException late(String path) {
    return new ProbeException(
        ProbeError.UNREACHABLE,
        address + path + " does not answer within " + limit.toMillis() + " ms");
  }

  private ProbeException failed(String path, Throwable cause) {
    if (cause instanceof SSLException) {
      return new ProbeException(
          ProbeError.CONFIGURATION,
          address
              + path
              + " does not agree on TLS: the JVM must trust the JobManager's certificate, and"
              + " Flink must not ask for one of ours (security.ssl.rest.authentication-enabled)",
          cause);
    }
    if (cause instanceof LimitedBody.TooLongException) {
      return new ProbeException(
          ProbeError.LIMIT, address + path + " answers more than " + MOST_BYTES + " bytes");
    }
    return new ProbeException(ProbeError.UNREACHABLE, address + path + " does not answer", cause);
  }

  private ProbeException refused(String path, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String to = response.headers().firstValue("location").orElse("");
    if (status / 100 == 3 && to.startsWith("https:")) {
      return new ProbeException(
          ProbeError.CONFIGURATION,
          address + " wants TLS: set " + RestAddress.KEY + " to https://<name in its certificate>");
    }
    return new ProbeException(
        HttpStatus.reason(status), address + path + " answers with status " + status);
  }

  private JsonNode parse(String path, byte[] body) throws ProbeException {
    JsonNode json;
    try {
      json = mapper.readTree(body);
    } catch (IOException e) {
      throw notUnderstood(path);
    }
    if (json == null || !json.isContainerNode()) {
      throw notUnderstood(path);
    }
    return json;
  }

  private ProbeException notUnderstood(String path) {
    return new ProbeException(
        ProbeError.INVALID_RESPONSE,
        address + path + " answers no JSON as expected: is this a JobManager of Flink?");
  }
}
