package io.streamgauge.reporter.internal.http;

import java.time.Duration;

/**
 * How much a client may ask of the server, and how long it may take. Immutable.
 *
 * <p>The defaults are those of {@link #defaults}; each {@code with} method returns a changed copy.
 */
public final class HttpLimits {

  /** Longest first line of a request, in bytes: 414 above. */
  static final int REQUEST_LINE_BYTES = 8 * 1024;

  /** All headers of a request together, in bytes: 431 above. */
  static final int HEADER_BYTES = 16 * 1024;

  /** How many requests of one connection may wait while another is answered: cut above. */
  static final int WAITING_REQUESTS = 16;

  /** When a client that was refused may ask again. */
  static final int RETRY_SECONDS = 5;

  /** Of so many connections one address leaves one to others. */
  private static final int CONNECTIONS_PER_RESERVED_ONE = 8;

  /** A client that is waited for gives its place to others after this part of the stall limit. */
  private static final int IDLE_CLIENT_PART = 20;

  /** An answer without progress for this part of the stall limit makes room for others. */
  private static final int STALLED_ANSWER_PART = 100;

  /** How long a client may take to say goodbye, during which what it still sends is dropped. */
  static final Duration LINGER = Duration.ofSeconds(1);

  private static final HttpLimits DEFAULTS =
      new HttpLimits(
          64,
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10));

  private final int connections;
  private final Duration request;
  private final Duration idle;
  private final Duration stall;
  private final Duration answer;
  private final Duration scrape;

  private HttpLimits(
      int connections,
      Duration request,
      Duration idle,
      Duration stall,
      Duration answer,
      Duration scrape) {
    this.connections = connections;
    this.request = request;
    this.idle = idle;
    this.stall = stall;
    this.answer = answer;
    this.scrape = scrape;
  }

  /**
   * 64 connections, 5 s for a request, 2 min idle, 10 s without progress, 2 min for an answer, 10 s
   * for a scrape.
   */
  public static HttpLimits defaults() {
    return DEFAULTS;
  }

  /**
   * How many connections are served at once.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public HttpLimits withConnections(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("connections must be at least 1, found " + limit);
    }
    return new HttpLimits(limit, request, idle, stall, answer, scrape);
  }

  /** How long a client may take to send the head of a request: 408 above. */
  public HttpLimits withRequest(Duration limit) {
    return new HttpLimits(connections, positive("request", limit), idle, stall, answer, scrape);
  }

  /** How long a connection is kept between two requests. */
  public HttpLimits withIdle(Duration limit) {
    return new HttpLimits(connections, request, positive("idle", limit), stall, answer, scrape);
  }

  /** How long a client may take no byte of its answer before it is cut. */
  public HttpLimits withStall(Duration limit) {
    return new HttpLimits(connections, request, idle, positive("stall", limit), answer, scrape);
  }

  /** How long a client may take over its answer before it is cut, whatever its progress. */
  public HttpLimits withAnswer(Duration limit) {
    return new HttpLimits(connections, request, idle, stall, positive("answer", limit), scrape);
  }

  /** How long a scrape may read values when the client does not ask for less. */
  public HttpLimits withScrape(Duration limit) {
    return new HttpLimits(connections, request, idle, stall, answer, positive("scrape", limit));
  }

  int connections() {
    return connections;
  }

  /** How many of the connections one address may have. */
  int connectionsPerAddress() {
    return connections - connections / CONNECTIONS_PER_RESERVED_ONE;
  }

  /** How long a client is waited for while others need its place. */
  Duration idleClient() {
    return stall.dividedBy(IDLE_CLIENT_PART);
  }

  /** How long a client may take no byte of its answer while others need its memory. */
  Duration stalledAnswer() {
    return stall.dividedBy(STALLED_ANSWER_PART);
  }

  Duration request() {
    return request;
  }

  Duration idle() {
    return idle;
  }

  Duration stall() {
    return stall;
  }

  Duration answer() {
    return answer;
  }

  Duration scrape() {
    return scrape;
  }

  private static Duration positive(String key, Duration limit) {
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException(key + " must be longer than 0, found " + limit);
    }
    return limit;
  }
}
