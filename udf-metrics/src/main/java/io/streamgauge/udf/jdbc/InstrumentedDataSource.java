package io.streamgauge.udf.jdbc;

import io.streamgauge.udf.call.ExternalCalls;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that does what the given one does, with each execution of a statement counted as a
 * call: every method {@code execute...} is one, a batch too. Its reply is there when the method
 * returns; what is fetched later is not seen. Commits are not counted.
 *
 * <p>The code of a failure is its SQLSTATE, or the class of the exception where it has none. To
 * open a connection, or to take it from a pool, is no call; where that fails it is counted as a
 * call that failed, for that is what it means to the job.
 *
 * <p>A connection is counted as closed by the other side ({@code peer}) when a statement fails with
 * an SQLSTATE that says so, and by the job ({@code client}) when it is aborted or the driver gives
 * it up for want of a reply. {@link Connection#close} is not counted: it is no fault, and of a pool
 * it closes nothing.
 *
 * <p>Connections and statements are JDK proxies: the driver's own interfaces are to be had by
 * {@code unwrap}, as with a pool. What comes by other ways than {@code Connection}'s methods, as by
 * {@code ResultSet.getStatement}, is the driver's own and is not counted.
 */
public final class InstrumentedDataSource implements DataSource {

  private final ExternalCalls calls;
  private final DataSource dataSource;

  private InstrumentedDataSource(ExternalCalls calls, DataSource dataSource) {
    this.calls = calls;
    this.dataSource = dataSource;
  }

  /** Returns a data source that counts the calls of the given one. */
  public static InstrumentedDataSource of(ExternalCalls calls, DataSource dataSource) {
    return new InstrumentedDataSource(calls, dataSource);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return counted(dataSource::getConnection);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return counted(() -> dataSource.getConnection(user, password));
  }

  private Connection counted(Opening opening) throws SQLException {
    long start = System.nanoTime();
    try {
      return CountedConnection.of(calls, opening.connection());
    } catch (Throwable t) {
      calls.failed(t, System.nanoTime() - start);
      throw t;
    }
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(dataSource) ? type.cast(dataSource) : dataSource.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(dataSource) || dataSource.isWrapperFor(type);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() throws SQLException {
    return dataSource.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    dataSource.setLogWriter(out);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return dataSource.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    dataSource.setLoginTimeout(seconds);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return dataSource.getParentLogger();
  }

  @Override
  public String toString() {
    return dataSource.toString();
  }

  /** A way to get a connection. */
  private interface Opening {
    Connection connection() throws SQLException;
  }
}
