package io.streamgauge.udf.jdbc;

import io.streamgauge.udf.call.ConnectionEnd;
import io.streamgauge.udf.call.ExternalCalls;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are counted. */
final class CountedConnection extends Counted {

  private final ExternalCalls calls;

  private CountedConnection(ExternalCalls calls, Connection connection) {
    super(connection);
    this.calls = calls;
  }

  static Connection of(ExternalCalls calls, Connection connection) {
    return new CountedConnection(calls, connection).as(Connection.class);
  }

  @Override
  @Nullable Object called(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object result = invoked(method, arguments);
    if (result instanceof Statement) {
      // The method says of which of the three kinds the statement is.
      return new CountedStatement(calls, (Connection) proxy, (Statement) result)
          .as(method.getReturnType());
    }
    if (method.getName().equals("abort")) {
      calls.connectionClosed(ConnectionEnd.CLIENT);
    }
    return result;
  }
}
