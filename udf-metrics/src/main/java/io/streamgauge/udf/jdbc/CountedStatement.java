package io.streamgauge.udf.jdbc;

import io.streamgauge.udf.call.ExternalCall;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.Verdict;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement whose executions are calls. */
final class CountedStatement extends Counted {

  private final ExternalCalls calls;
  private final Connection connection;

  /** Set by another thread than that which executes: a driver tells it as it does a time-out. */
  private volatile boolean isCancelled;

  CountedStatement(ExternalCalls calls, Connection connection, Statement statement) {
    super(statement);
    this.calls = calls;
    this.connection = connection;
  }

  @Override
  @Nullable Object called(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.startsWith("execute")) {
      return executed(method, arguments);
    }
    if (name.equals("cancel")) {
      isCancelled = true;
    }
    Object result = invoked(method, arguments);
    return name.equals("getConnection") ? connection : result;
  }

  private @Nullable Object executed(Method method, Object @Nullable [] arguments) throws Throwable {
    isCancelled = false;
    ExternalCall call = calls.start();
    try {
      Object result = invoked(method, arguments);
      call.reply(result);
      return result;
    } catch (Throwable t) {
      fail(call, t);
      throw t;
    }
  }

  private void fail(ExternalCall call, Throwable failure) {
    if (isCancelled) {
      call.fail(failure, Verdict.cancelled());
    } else {
      call.fail(failure);
    }
  }
}
