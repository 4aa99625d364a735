package io.streamgauge.udf.http;

import io.streamgauge.udf.call.ExternalCall;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.Verdict;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client that does what the given one does, with each request counted as a call.
 *
 * <p>A status from 400 on is a failure with the status as its code, unless the author's rule for
 * {@link HttpResponse} says otherwise. Whatever the client does itself for a request is one call:
 * redirects that it follows, or a GET that the JDK's sends again when the connection is lost before
 * the reply. The reply is there when the client hands out the response: with a body handler that
 * streams, before the body. Web sockets are not counted.
 *
 * <p>It has nothing of its own to close: the methods that Java 21 has given to clients ({@code
 * close}, {@code shutdown} and their like) are those of the given client, so whoever owns that one
 * closes either; before Java 21 they do nothing. Calls in flight are cancelled by {@link
 * ExternalCalls#close}, not by these.
 */
public final class InstrumentedHttpClient extends HttpClient {

  private final ExternalCalls calls;
  private final HttpClient client;

  private InstrumentedHttpClient(ExternalCalls calls, HttpClient client) {
    this.calls = calls;
    this.client = client;
  }

  /** Returns a client that counts the calls of the given one. */
  public static InstrumentedHttpClient of(ExternalCalls calls, HttpClient client) {
    return new InstrumentedHttpClient(calls, client);
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> bodyHandler)
      throws IOException, InterruptedException {
    ExternalCall call = calls.start();
    try {
      HttpResponse<T> response = client.send(request, bodyHandler);
      call.reply(response, usual(response));
      return response;
    } catch (Throwable t) {
      call.fail(t);
      throw t;
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> bodyHandler) {
    return counted(() -> client.sendAsync(request, bodyHandler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      BodyHandler<T> bodyHandler,
      @Nullable PushPromiseHandler<T> pushPromiseHandler) {
    return counted(() -> client.sendAsync(request, bodyHandler, pushPromiseHandler));
  }

  private <T> CompletableFuture<HttpResponse<T>> counted(
      Supplier<CompletableFuture<HttpResponse<T>>> sent) {
    return calls.callAsync(sent, InstrumentedHttpClient::usual);
  }

  private static Verdict usual(HttpResponse<?> response) {
    return Verdict.ofHttpStatus(response.statusCode());
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  // What close() of Java 21 consists of; without @Override, for this is compiled for 11.

  /** Starts an orderly shutdown of the client, as Java 21 has it; does nothing before Java 21. */
  public void shutdown() {
    Lifecycle.of(client).shutdown();
  }

  /** Waits until a client that is shut down has ended, as Java 21 has it. */
  public boolean awaitTermination(Duration limit) throws InterruptedException {
    return Lifecycle.of(client).awaitTermination(limit);
  }

  /** Whether a client that is shut down has ended, as Java 21 has it. */
  public boolean isTerminated() {
    return Lifecycle.of(client).isTerminated();
  }

  /** Shuts the client down at once, as Java 21 has it. */
  public void shutdownNow() {
    Lifecycle.of(client).shutdownNow();
  }

  @Override
  public String toString() {
    return client.toString();
  }
}
