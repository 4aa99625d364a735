package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsualRulesTest {

  @ParameterizedTest
  @MethodSource("exceptions")
  void anExceptionMeansOneOutcomeAndOneCode(Throwable failure, String verdict) {
    assertThat(UsualRules.of(failure)).hasToString(verdict);
    assertThat(UsualRules.of(new CompletionException(failure))).hasToString(verdict);
  }

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new TimeoutException(), "timeout"),
        Arguments.of(new SocketTimeoutException("Read timed out"), "timeout"),
        Arguments.of(new HttpTimeoutException("request timed out"), "timeout"),
        Arguments.of(new HttpConnectTimeoutException("connect timed out"), "timeout"),
        Arguments.of(new IOException("wrapped", new SocketTimeoutException()), "timeout"),
        Arguments.of(new InterruptedIOException("timeout"), "timeout"),
        Arguments.of(new SQLTimeoutException(), "timeout"),
        Arguments.of(new SQLException("canceled", "57014"), "timeout"),
        Arguments.of(
            new SQLException("I/O error", "08006", new SocketTimeoutException()), "timeout"),
        Arguments.of(new CancellationException(), "cancelled"),
        Arguments.of(new InterruptedException(), "cancelled"),
        Arguments.of(new InterruptedIOException(), "cancelled"),
        Arguments.of(new ClosedByInterruptException(), "cancelled"),
        Arguments.of(new SQLException("no such table", "42P01"), "failure 42P01"),
        Arguments.of(new SQLException("no state"), "failure java.sql.SQLException"),
        Arguments.of(new SQLException("blank state", " "), "failure java.sql.SQLException"),
        Arguments.of(new SocketException("Connection reset"), "failure java.net.SocketException"),
        Arguments.of(
            new IOException("header parser received no bytes", new EOFException()),
            "failure java.io.EOFException"),
        Arguments.of(new IOException("disk"), "failure java.io.IOException"),
        Arguments.of(
            new IOException("parsing", new IllegalStateException()), "failure java.io.IOException"),
        Arguments.of(
            new IllegalStateException(new TimeoutException()),
            "failure java.lang.IllegalStateException"));
  }

  @ParameterizedTest
  @MethodSource("connections")
  void someExceptionsTellWhoClosedAConnection(Throwable failure, ConnectionEnd end) {
    assertThat(UsualRules.closedBy(failure)).isEqualTo(end);
    assertThat(UsualRules.closedBy(new CompletionException(failure))).isEqualTo(end);
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        Arguments.of(new SocketException("Connection reset"), ConnectionEnd.PEER),
        Arguments.of(new IOException("Connection reset by peer"), ConnectionEnd.PEER),
        Arguments.of(new IOException("Broken pipe"), ConnectionEnd.PEER),
        Arguments.of(new IOException("no bytes", new EOFException()), ConnectionEnd.PEER),
        Arguments.of(new ClosedChannelException(), ConnectionEnd.PEER),
        Arguments.of(new SQLException("I/O error", "08006"), ConnectionEnd.PEER),
        Arguments.of(new SQLException("link failure", "08S01"), ConnectionEnd.PEER),
        Arguments.of(new SQLException("terminated", "57P01"), ConnectionEnd.PEER),
        Arguments.of(new SocketException("Socket closed"), ConnectionEnd.CLIENT),
        Arguments.of(new ClosedByInterruptException(), ConnectionEnd.CLIENT),
        Arguments.of(
            new SQLException("I/O error", "08006", new SocketTimeoutException()),
            ConnectionEnd.CLIENT),
        Arguments.of(new ConnectException("Connection refused"), null),
        Arguments.of(new SQLException("refused", "08001", new ConnectException()), null),
        Arguments.of(new SQLException("closed before", "08003"), null),
        Arguments.of(new SQLException("no such table", "42P01"), null),
        Arguments.of(new IOException("disk full"), null),
        Arguments.of(new TimeoutException(), null));
  }
}
