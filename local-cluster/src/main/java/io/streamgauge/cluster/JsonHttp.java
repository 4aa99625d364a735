package io.streamgauge.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A server that speaks JSON. */
final class JsonHttp {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One for all servers: each client has threads of its own. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI address;

  JsonHttp(URI address) {
    this.address = address;
  }

  ObjectNode object() {
    return JSON.createObjectNode();
  }

  JsonNode get(String path) {
    return json(request(path).GET().build());
  }

  JsonNode patch(String path) {
    return json(request(path).method("PATCH", BodyPublishers.noBody()).build());
  }

  JsonNode post(String path, JsonNode body) {
    return send("POST", path, body);
  }

  JsonNode put(String path, JsonNode body) {
    return send("PUT", path, body);
  }

  /** Sends a text as it is. */
  JsonNode post(String path, String contentType, String body) {
    return send("POST", path, contentType, body);
  }

  private JsonNode send(String method, String path, JsonNode body) {
    return send(method, path, "application/json", body.toString());
  }

  private JsonNode send(String method, String path, String contentType, String body) {
    return json(
        request(path)
            .header("Content-Type", contentType)
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  void delete(String path) {
    send(request(path).DELETE().build());
  }

  /** Sends a file as a form's only field. */
  JsonNode upload(String path, String field, Path file) {
    String boundary = "streamgauge-" + Long.toHexString(System.nanoTime());
    return json(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .POST(BodyPublishers.ofByteArray(form(boundary, field, file)))
            .build());
  }

  /** The body of an address, whatever it is made of. */
  static String text(URI uri) {
    return send(HttpRequest.newBuilder(uri).timeout(LIMIT).GET().build());
  }

  /** Whether an address answers with status 200. */
  static boolean isReady(URI uri) {
    try {
      text(uri);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static byte[] form(String boundary, String field, Path file) {
    try {
      ByteArrayOutputStream form = new ByteArrayOutputStream();
      form.writeBytes(utf8("--" + boundary + "\r\n"));
      form.writeBytes(utf8("Content-Disposition: form-data; name=\"" + field + "\"; filename=\""));
      form.writeBytes(utf8(file.getFileName() + "\"\r\n"));
      form.writeBytes(utf8("Content-Type: application/x-java-archive\r\n\r\n"));
      form.writeBytes(Files.readAllBytes(file));
      form.writeBytes(utf8("\r\n--" + boundary + "--\r\n"));
      return form.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(LIMIT);
  }

  private static JsonNode json(HttpRequest request) {
    try {
      return JSON.readTree(send(request));
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " did not answer with JSON", e);
    }
  }

  private static String send(HttpRequest request) {
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException("status " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
    }
  }
}
