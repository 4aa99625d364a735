package io.streamgauge.udf.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.Verdict;
import io.streamgauge.udf.testing.RecordedGroup;
import io.streamgauge.udf.testing.RecordedMetrics;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * With a real PostgreSQL, whose binaries come as a dependency and which listens on loopback on a
 * free port. PostgreSQL does not run as root: as root the library starts it through {@code unshare
 * -U}, in a user name space where it has no rights (a container must allow that), and as any other
 * user it starts it as that user. Nothing need be installed.
 */
@Tag("slow")
class InstrumentedDataSourceTest {

  private static EmbeddedPostgres postgres;

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final ExternalCalls calls =
      ExternalCalls.named("customers").timingFailures().open(new RecordedGroup(recorded));

  private DataSource bare;
  private DataSource dataSource;
  private Connection connection;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void connect() throws SQLException {
    bare = postgres.getPostgresDatabase();
    dataSource = InstrumentedDataSource.of(calls, bare);
    connection = dataSource.getConnection();
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
  }

  @Test
  void eachExecutionIsACall() throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select ?::int");
        CallableStatement callable = connection.prepareCall("select 3")) {
      statement.execute("create temp table t (id int primary key)");
      statement.executeUpdate("insert into t values (1)");
      statement.addBatch("insert into t values (2)");
      statement.addBatch("insert into t values (3)");
      statement.executeBatch();
      prepared.setInt(1, 7);
      try (ResultSet found = prepared.executeQuery()) {
        assertThat(found.next()).isTrue();
        assertThat(found.getInt(1)).isEqualTo(7);
      }
      callable.execute();
    }

    assertThat(outcome("success")).isEqualTo(5);
    assertThat(started()).isEqualTo(5);
    assertThat(recorded.sum("external_call_duration_seconds")).isEqualTo(5);
  }

  @Test
  void aFailureHasItsSqlstateAsItsCodeAndItsException() throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select 1/?::int")) {
      prepared.setInt(1, 0);

      assertThatThrownBy(() -> statement.executeQuery("select * from nowhere"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nowhere");
      assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
      assertThatThrownBy(prepared::executeQuery).isInstanceOf(SQLException.class);
    }

    assertThat(code("42P01")).isEqualTo(1);
    assertThat(code("22012")).isEqualTo(2);
    assertThat(outcome("failure")).isEqualTo(3);
  }

  @Test
  void aStatementThatRunsIntoItsLimitIsATimeOut() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);

      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    }

    assertThat(outcome("timeout")).isEqualTo(1);
    assertThat(outcome("failure")).isZero();
    assertThat(closed("peer")).isZero();
  }

  @Test
  void aStatementThatTheJobCancelsIsNoTimeOut() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      CompletableFuture<?> execution =
          CompletableFuture.runAsync(() -> sleep(statement), task -> new Thread(task).start());
      awaitSleepers(1);

      statement.cancel();

      assertThatThrownBy(execution::join).isInstanceOf(CompletionException.class);
    }
    assertThat(outcome("cancelled")).isEqualTo(1);
  }

  @Test
  void aConnectionThatTheServerEndsIsCountedAsClosedByIt() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_terminate_backend(pg_backend_pid())"))
          .isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }

    assertThat(code("57P01")).isEqualTo(1);
    assertThat(outcome("failure")).isEqualTo(2);
    assertThat(closed("peer")).isEqualTo(1);
    assertThat(closed("client")).isZero();
  }

  @Test
  void aConnectionThatTheJobAbortsIsCountedAsClosedByIt() throws SQLException {
    connection.abort(Runnable::run);

    assertThat(closed("client")).isEqualTo(1);
  }

  @Test
  void toOpenAndToCloseAConnectionIsNoCall() throws SQLException {
    dataSource.getConnection().close();
    dataSource.getConnection("postgres", "postgres").close();

    assertThat(started()).isZero();
    assertThat(closed("client")).isZero();
  }

  @Test
  void aConnectionThatCannotBeHadIsACallThatFailed() {
    PGSimpleDataSource closedPort = new PGSimpleDataSource();
    closedPort.setServerNames(new String[] {"127.0.0.1"});
    closedPort.setPortNumbers(new int[] {1});

    assertThatThrownBy(() -> InstrumentedDataSource.of(calls, closedPort).getConnection("a", "b"))
        .isInstanceOf(SQLException.class);

    assertThat(started()).isEqualTo(1);
    assertThat(code("08001")).isEqualTo(1);
    assertThat(recorded.sum("external_call_failed_duration_seconds")).isEqualTo(1);
    assertThat(closed("peer")).isZero();
  }

  @Test
  void theAuthorsRuleComesFirst() throws SQLException {
    ExternalCalls judged =
        ExternalCalls.named("judged")
            .failures(
                failure ->
                    failure instanceof SQLException e && "42P01".equals(e.getSQLState())
                        ? Verdict.success()
                        : null)
            .open(new RecordedGroup(recorded));
    try (Connection ruled = InstrumentedDataSource.of(judged, bare).getConnection();
        Statement statement = ruled.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select * from nowhere"))
          .isInstanceOf(SQLException.class);
    }

    assertThat(outcome("success")).isEqualTo(1);
  }

  @Test
  void aStatementsConnectionIsTheCountedOne() throws SQLException {
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("select 1")) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(prepared.getConnection()).isSameAs(connection);
    }
  }

  @Test
  void eachIsEqualToItselfAlone() throws SQLException {
    try (Connection other = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(Set.of(connection, other, statement)).contains(connection, other, statement);
      assertThat(statement.getConnection()).isEqualTo(connection).isNotEqualTo(other);
      assertThat(statement).isNotEqualTo(connection);
    }
  }

  @Test
  void theDriversOwnIsToBeHadByUnwrap() throws SQLException {
    assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
    assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    assertThat(dataSource.isWrapperFor(PGSimpleDataSource.class)).isTrue();
    assertThat(dataSource.unwrap(PGSimpleDataSource.class)).isSameAs(bare);
    assertThat(dataSource.unwrap(DataSource.class)).isSameAs(dataSource);
    assertThat(connection.isWrapperFor(Runnable.class)).isFalse();
    assertThatThrownBy(() -> connection.unwrap(Runnable.class)).isInstanceOf(SQLException.class);
  }

  private static void sleep(Statement statement) {
    try {
      statement.execute("select pg_sleep(60)");
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** Waits until so many statements sleep in the server. */
  private void awaitSleepers(int count) {
    Awaitility.await()
        .until(
            () -> {
              try (Connection observer = bare.getConnection();
                  Statement statement = observer.createStatement();
                  ResultSet found =
                      statement.executeQuery(
                          "select count(*) from pg_stat_activity where wait_event = 'PgSleep'")) {
                return found.next() && found.getInt(1) == count;
              }
            });
  }

  private double started() {
    return recorded.sum("external_calls_started_total");
  }

  private double outcome(String outcome) {
    return recorded.sum("external_calls_total", "outcome", outcome);
  }

  private double code(String code) {
    return recorded.sum("external_call_failures_total", "code", code);
  }

  private double closed(String reason) {
    return recorded.sum("external_connections_closed_total", "reason", reason);
  }
}
