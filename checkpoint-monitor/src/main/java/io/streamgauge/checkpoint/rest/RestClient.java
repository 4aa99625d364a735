package io.streamgauge.checkpoint.rest;

import io.streamgauge.checkpoint.request.HttpSender;
import io.streamgauge.checkpoint.request.HttpStatus;
import io.streamgauge.checkpoint.request.LimitedBody;
import io.streamgauge.checkpoint.request.RequestMeter;
import io.streamgauge.reporter.probe.ProbeError;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
  private final HttpSender http;
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
    this.http = new HttpSender(limit, ticker);
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
    long begin = ticker.getAsLong();
    String code = "unreachable";
    try {
      HttpResponse<byte[]> response =
          http.send(HttpRequest.newBuilder(URI.create(address + path)), limit, MOST_BYTES);
      code = Integer.toString(response.statusCode());
      return response;
    } catch (TimeoutException e) {
      code = "timeout";
      throw late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof HttpTimeoutException) {
        code = "timeout";
        throw late();
      }
      throw failed(path, e.getCause() == null ? e : e.getCause());
    } finally {
      meter.ended(OPERATION, code, ticker.getAsLong() - begin);
    }
  }

  /* What is true of the whole API has one message, whatever was requested, and so one log line. */

  private ProbeException late() {
    return new ProbeException(
        ProbeError.UNREACHABLE, address + " does not answer within " + limit.toMillis() + " ms");
  }

  private ProbeException failed(String path, Throwable cause) {
    if (cause instanceof SSLException) {
      return new ProbeException(
          ProbeError.CONFIGURATION,
          address
              + " does not agree on TLS: the JVM must trust the JobManager's certificate, and"
              + " Flink must not ask for one of ours (security.ssl.rest.authentication-enabled)",
          cause);
    }
    if (cause instanceof LimitedBody.TooLongException) {
      return new ProbeException(
          ProbeError.LIMIT,
          address + resource(path) + " answers more than " + MOST_BYTES + " bytes");
    }
    return new ProbeException(ProbeError.UNREACHABLE, address + " does not answer", cause);
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
        HttpStatus.reason(status), address + resource(path) + " answers with status " + status);
  }

  /** The path without what differs in each request. */
  private static String resource(String path) {
    return path.replaceFirst("(/details)/.*|\\?.*", "$1");
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
        address + resource(path) + " answers no JSON as expected: is this a JobManager of Flink?");
  }
}
