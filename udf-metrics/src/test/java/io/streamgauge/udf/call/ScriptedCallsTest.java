package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.limits.WaitLimit;
import io.streamgauge.udf.http.InstrumentedHttpClient;
import io.streamgauge.udf.jdbc.InstrumentedDataSource;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.streamgauge.udf.testing.RecordingReporter;
import io.streamgauge.udf.testing.ScriptedHttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.AsyncRetryStrategy;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;
import org.apache.flink.streaming.util.retryable.RetryPredicates;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Real jobs whose external calls go as a script says: what is counted is exactly that. How the
 * PostgreSQL runs is said at {@code InstrumentedDataSourceTest}.
 */
@Tag("flink")
@Tag("slow")
class ScriptedCallsTest {

  private static final int PARALLELISM = 4;
  private static final Duration MINUTES = Duration.ofMinutes(10);

  private static EmbeddedPostgres postgres;

  /** Holds back the last input, and with it the end of the job. */
  private static volatile CountDownLatch lastInput = new CountDownLatch(1);

  private static volatile AtomicInteger outputs = new AtomicInteger();

  private final Configuration configuration = new Configuration();
  private final RecordedMetrics recorded = RecordingReporter.in(configuration);
  private final ScriptedHttpServer server = ScriptedHttpServer.start();

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void begin() {
    lastInput = new CountDownLatch(1);
    outputs = new AtomicInteger();
  }

  @AfterEach
  void closeServer() {
    lastInput.countDown();
    server.close();
  }

  @Test
  void asynchronousCallsWithFlinksRetriesAndTimeOutsAreCountedAsTheScriptHasThem()
      throws Exception {
    List<String> script = new ArrayList<>();
    add(script, 40, "200");
    add(script, 10, "404");
    add(script, 8, "429,200");
    add(script, 6, "500,500,200");
    add(script, 4, "500,500,500");
    add(script, 5, "slow");
    add(script, 6, "reset,200");
    add(script, 3, "never");
    add(script, 4, "late");
    for (int i = 0; i < 7; i++) {
      script.add("");
    }
    script.add("200?last");
    AsyncFunction<String, Integer> function =
        ExternalCalls.named("geo")
            .kind("http")
            .endpoint(server.uri(""))
            .capacity(100)
            .replies(Collection.class, ScriptedCallsTest::verdict)
            .around(new Asking(server.uri("")))
            .skipping(String::isEmpty);

    JobClient job =
        start(
            script,
            inputs ->
                AsyncDataStream.unorderedWaitWithRetry(
                    inputs, function, 5, TimeUnit.SECONDS, 100, retries(2)));
    await().until(() -> outputs.get() == script.size() - 1);
    assertThat(sum("external_calls_in_flight")).isZero();
    server.release();
    await().until(() -> sum("external_call_late_replies_total") == 4);
    end(job);

    assertThat(outcomes())
        .isEqualTo(
            Map.of(
                "success", 40L + 8 + 6 + 5 + 6 + 1,
                "failure", 10L + 8 + 6 * 2 + 4 * 3 + 6,
                "timeout", 3L + 4));
    assertThat(codes())
        .isEqualTo(
            Map.of("404", 10L, "429", 8L, "500", 6L * 2 + 4 * 3, "java.net.SocketException", 6L));
    assertThat(sum("external_call_retries_total")).isEqualTo(8 + 6 * 2 + 4 * 2 + 6);
    assertThat(sum("external_call_skipped_total", "reason", "empty_input")).isEqualTo(7);
    assertThat(sum("external_call_late_replies_total")).isEqualTo(4);
    assertThat(sum("external_connections_closed_total", "reason", "peer")).isEqualTo(6);
    assertThat(sum("external_connections_closed_total", "reason", "client")).isZero();
    assertThat(sum("external_call_duration_seconds")).isEqualTo(66);
    assertThat(recorded.metrics("external_calls_started_total")).hasSize(PARALLELISM);
    assertEveryCallHasEnded();
  }

  @Test
  void withoutRetriesTimeOutsAndLateRepliesAreCountedTheSame() throws Exception {
    List<String> script = new ArrayList<>();
    add(script, 20, "200");
    add(script, 6, "500");
    add(script, 5, "late");
    script.add("200?last");

    JobClient job =
        start(
            script,
            inputs ->
                AsyncDataStream.orderedWait(inputs, asynchronous(), 5, TimeUnit.SECONDS, 100));
    await().until(() -> outputs.get() == script.size() - 1);
    server.release();
    await().until(() -> sum("external_call_late_replies_total") == 5);
    end(job);

    assertThat(outcomes()).isEqualTo(Map.of("success", 21L, "failure", 6L, "timeout", 5L));
    assertThat(sum("external_call_retries_total")).isZero();
    assertEveryCallHasEnded();
  }

  @Test
  void callsThatHangAreInFlightAndCancelledWithTheJob() throws Exception {
    List<String> script = new ArrayList<>();
    add(script, 30, "200");
    add(script, 9, "never");
    add(script, 5, "404");
    script.add("200?last");

    JobClient job =
        start(
            script,
            inputs ->
                AsyncDataStream.unorderedWaitWithRetry(
                    inputs,
                    asynchronous(),
                    MINUTES.toMillis(),
                    TimeUnit.MILLISECONDS,
                    100,
                    retries(2)));
    await().until(() -> server.count("never") == 9 && outputs.get() == 35);
    assertThat(sum("external_calls_in_flight")).isEqualTo(9);
    assertThat(outcomes()).isEqualTo(Map.of("success", 30L, "failure", 5L));
    job.cancel().get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);

    await().until(() -> sum("external_calls_in_flight") == 0);
    assertThat(outcomes()).isEqualTo(Map.of("success", 30L, "failure", 5L, "cancelled", 9L));
    assertThat(sum("external_call_late_replies_total")).isZero();
    assertEveryCallHasEnded();
  }

  @Test
  void aTaskThatFailsCancelsWhatItHasInFlight() throws Exception {
    List<String> script = new ArrayList<>();
    add(script, 9, "never");
    script.add("throw");

    JobClient job =
        start(
            script,
            inputs ->
                AsyncDataStream.unorderedWait(
                    inputs, asynchronous(), MINUTES.toMillis(), TimeUnit.MILLISECONDS, 100));
    await().until(() -> server.count("never") == 9);
    lastInput.countDown();

    assertThatThrownBy(
            () -> job.getJobExecutionResult().get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .hasStackTraceContaining("as scripted");
    await().until(() -> sum("external_calls_in_flight") == 0);
    assertThat(outcomes()).isEqualTo(Map.of("cancelled", 9L, "failure", 1L));
    assertThat(codes()).isEqualTo(Map.of("java.lang.IllegalStateException", 1L));
    assertEveryCallHasEnded();
  }

  @Test
  void synchronousCallsAreCountedAsTheScriptHasThem() throws Exception {
    List<String> script = new ArrayList<>();
    add(script, 40, "200");
    add(script, 10, "404");
    add(script, 6, "429");
    add(script, 5, "500");
    add(script, 5, "slow");
    add(script, 6, "reset");
    add(script, 4, "closed");
    add(script, 3, "never");
    add(script, PARALLELISM, "late");
    script.add("200?last");

    JobClient job = start(script, inputs -> inputs.map(new Sending(server.uri(""))));
    await().until(() -> server.count("late") == PARALLELISM);
    await().until(() -> sum("external_calls_in_flight") == PARALLELISM);
    server.release();
    end(job);

    assertThat(outcomes())
        .isEqualTo(
            Map.of(
                "success", 40L + 5 + PARALLELISM + 1,
                "failure", 10L + 6 + 5 + 6 + 4,
                "timeout", 3L));
    assertThat(codes())
        .isEqualTo(
            Map.of(
                "404",
                10L,
                "429",
                6L,
                "500",
                5L,
                "java.net.SocketException",
                6L,
                "java.io.EOFException",
                4L));
    assertThat(sum("external_connections_closed_total", "reason", "peer")).isEqualTo(10);
    assertThat(sum("external_call_late_replies_total")).isZero();
    assertEveryCallHasEnded();
  }

  @Test
  void callsToADatabaseAreCountedAsTheScriptHasThem() throws Exception {
    List<String> script = new ArrayList<>();
    addStatements(script, 20, "select 1");
    addStatements(script, 5, "select pg_sleep(0.02)");
    addStatements(script, 6, "select * from nowhere");
    addStatements(script, 4, "select 1/0");
    addStatements(script, 3, "select pg_sleep(600) -- limited");
    addStatements(script, 2, "select pg_terminate_backend(pg_backend_pid())");
    addStatements(script, 3, "-- refused");
    addStatements(script, PARALLELISM, "select pg_advisory_xact_lock_shared(5)");
    script.add("select 2");

    try (Connection observer = postgres.getPostgresDatabase().getConnection();
        Statement lock = observer.createStatement()) {
      lock.execute("select pg_advisory_lock(5)");
      JobClient job = start(script, inputs -> inputs.map(new Querying(postgres.getPort())));
      await().until(() -> sum("external_calls_in_flight") == PARALLELISM && ended() == 43);
      lock.execute("select pg_advisory_unlock(5)");
      end(job);
    }

    assertThat(outcomes())
        .isEqualTo(
            Map.of(
                "success", 20L + 5 + PARALLELISM + 1,
                "failure", 6L + 4 + 2 + 3,
                "timeout", 3L));
    assertThat(codes()).isEqualTo(Map.of("42P01", 6L, "22012", 4L, "57P01", 2L, "08001", 3L));
    assertThat(sum("external_connections_closed_total", "reason", "peer")).isEqualTo(2);
    assertThat(sum("external_connections_closed_total", "reason", "client")).isZero();
    assertEveryCallHasEnded();
  }

  private interface Calls {
    DataStream<Integer> of(DataStream<String> inputs);
  }

  private JobClient start(List<String> script, Calls calls) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, configuration);
    DataStream<String> inputs =
        environment
            .fromSequence(0, script.size() - 1)
            .setParallelism(1)
            .map(new Reading(script.toArray(new String[0])))
            .setParallelism(1)
            .rebalance();
    calls
        .of(inputs)
        .map(
            reply -> {
              outputs.incrementAndGet();
              return reply;
            })
        .sinkTo(new DiscardingSink<>());
    return environment.executeAsync();
  }

  private static void end(JobClient job) throws Exception {
    lastInput.countDown();
    job.getJobExecutionResult().get(WaitLimit.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Each request has a query of its own, and so the script for itself. */
  private static void add(List<String> script, int times, String steps) {
    for (int i = 0; i < times; i++) {
      script.add(steps + "?" + script.size());
    }
  }

  private static void addStatements(List<String> script, int times, String statement) {
    for (int i = 0; i < times; i++) {
      script.add(statement);
    }
  }

  private AsyncFunction<String, Integer> asynchronous() {
    return ExternalCalls.named("geo")
        .replies(Collection.class, ScriptedCallsTest::verdict)
        .around(new Asking(server.uri("")));
  }

  /** Of the statuses that a function has made of a reply. */
  private static Verdict verdict(Collection<?> statuses) {
    return Verdict.ofHttpStatus((Integer) statuses.iterator().next());
  }

  private static AsyncRetryStrategy<Integer> retries(int most) {
    Predicate<Collection<Integer>> isToRetry =
        (Predicate<Collection<Integer>> & Serializable)
            statuses -> statuses.contains(429) || statuses.contains(500);
    return new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<Integer>(most, 20)
        .ifResult(isToRetry)
        .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
        .build();
  }

  private static ConditionFactory await() {
    return Awaitility.await().ignoreException(AssertionError.class);
  }

  /** 0 before the job has registered anything. */
  private double sum(String name, String... labels) {
    return recorded.names().contains(name) ? recorded.sum(name, labels) : 0;
  }

  private double ended() {
    return sum("external_calls_total");
  }

  private void assertEveryCallHasEnded() {
    assertThat(sum("external_calls_in_flight")).isZero();
    assertThat(sum("external_calls_started_total")).isEqualTo(ended());
  }

  private Map<String, Long> outcomes() {
    return byLabel("external_calls_total", "outcome");
  }

  private Map<String, Long> codes() {
    return byLabel("external_call_failures_total", "code");
  }

  private Map<String, Long> byLabel(String name, String label) {
    Map<String, Long> counts = new TreeMap<>();
    recorded
        .family(name)
        .forEach(
            (series, count) ->
                counts.put(
                    series.replaceFirst(".*" + label + "=([^,]*).*", "$1"), count.longValue()));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** The inputs, of which the last waits for the test. */
  private static final class Reading implements MapFunction<Long, String> {

    private static final long serialVersionUID = 1;

    private final String[] script;

    Reading(String[] script) {
      this.script = script;
    }

    @Override
    public String map(Long index) throws Exception {
      if (index == script.length - 1) {
        lastInput.await();
      }
      return script[index.intValue()];
    }
  }

  /** A function as people write it, that knows nothing of us: from a path to a status. */
  private static final class Asking extends RichAsyncFunction<String, Integer> {

    private static final long serialVersionUID = 1;

    private final URI server;
    private transient HttpClient client;

    Asking(URI server) {
      this.server = server;
    }

    @Override
    public void open(OpenContext context) {
      client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @Override
    public void asyncInvoke(String path, ResultFuture<Integer> result) {
      if (path.equals("throw")) {
        throw new IllegalStateException("as scripted");
      }
      if (path.isEmpty()) {
        result.complete(List.of(0));
        return;
      }
      Object unused =
          client
              .sendAsync(request(server, path), BodyHandlers.ofString())
              .whenComplete(
                  (response, failure) -> {
                    if (failure == null) {
                      result.complete(List.of(response.statusCode()));
                    } else {
                      result.completeExceptionally(failure);
                    }
                  });
    }

    @Override
    public void timeout(String path, ResultFuture<Integer> result) {
      result.complete(List.of(-1));
    }
  }

  private static HttpRequest request(URI server, String path) {
    return HttpRequest.newBuilder(server.resolve('/' + path)).POST(BodyPublishers.noBody()).build();
  }

  /** From a path to a status, one after the other. */
  private static final class Sending extends RichMapFunction<String, Integer> {

    private static final long serialVersionUID = 1;

    private final URI server;
    private transient HttpClient client;

    Sending(URI server) {
      this.server = server;
    }

    @Override
    public void open(OpenContext context) {
      client =
          InstrumentedHttpClient.of(
              ExternalCalls.named("geo").kind("http").open(getRuntimeContext()),
              HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    @Override
    public Integer map(String path) throws Exception {
      HttpRequest request =
          path.startsWith("never")
              ? HttpRequest.newBuilder(server.resolve("/" + path))
                  .POST(BodyPublishers.noBody())
                  .timeout(Duration.ofMillis(200))
                  .build()
              : request(server, path);
      try {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return response.statusCode();
      } catch (IOException e) {
        return -1;
      }
    }
  }

  /** From a statement to whether it succeeded, each with a connection of its own. */
  private static final class Querying extends RichMapFunction<String, Integer> {

    private static final long serialVersionUID = 1;

    private final int port;
    private transient ExternalCalls calls;

    Querying(int port) {
      this.port = port;
    }

    @Override
    public void open(OpenContext context) {
      calls = ExternalCalls.named("customers").kind("jdbc").open(getRuntimeContext());
    }

    @Override
    public Integer map(String text) {
      PGSimpleDataSource driver = new PGSimpleDataSource();
      driver.setServerNames(new String[] {"127.0.0.1"});
      driver.setPortNumbers(new int[] {text.contains("refused") ? 1 : port});
      driver.setUser("postgres");
      try (Connection connection = InstrumentedDataSource.of(calls, driver).getConnection();
          Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(text.contains("limited") ? 1 : 0);
        statement.execute(text);
        return 1;
      } catch (SQLException e) {
        return 0;
      }
    }
  }
}
