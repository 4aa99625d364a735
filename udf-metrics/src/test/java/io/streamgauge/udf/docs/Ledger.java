package io.streamgauge.udf.docs;

import java.io.IOException;
import java.util.function.Consumer;

/** A client of somebody's. */
final class Ledger {

  private Ledger() {}

  static String ask(String order) throws IOException {
    if (order.isEmpty()) {
      throw new IOException("empty");
    }
    return order;
  }

  static void ask(String order, Consumer<String> reply, Consumer<Throwable> failure) {
    try {
      reply.accept(ask(order));
    } catch (IOException e) {
      failure.accept(e);
    }
  }

  static final class Busy extends IOException {
    private static final long serialVersionUID = 1;
  }
}
