package io.streamgauge.checkpoint.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** How a request is answered. */
public interface Answer {

  void to(HttpExchange exchange) throws IOException;
}
