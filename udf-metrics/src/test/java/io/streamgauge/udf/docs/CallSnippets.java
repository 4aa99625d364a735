package io.streamgauge.udf.docs;

import io.streamgauge.udf.call.ExternalCall;
import io.streamgauge.udf.call.ExternalCalls;
import io.streamgauge.udf.call.PendingCall;
import io.streamgauge.udf.call.Verdict;
import io.streamgauge.udf.http.InstrumentedHttpClient;
import io.streamgauge.udf.jdbc.InstrumentedDataSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;

@SuppressWarnings("serial") // Not what the snippets are about.
final class CallSnippets {

  private CallSnippets() {}

  static DataStream<String> asyncFunction(
      DataStream<String> orders, AsyncFunction<String, String> geocoder) {
    // snippet: async function
    DataStream<String> located =
        AsyncDataStream.unorderedWait(
            orders,
            ExternalCalls.named("geocoder")
                .kind("http")
                .endpoint("https://geo.example.com")
                .capacity(100)
                .around(geocoder)
                .skipping(order -> order.isEmpty()),
            5,
            TimeUnit.SECONDS,
            100);
    // end
    return located;
  }

  // snippet: external calls
  static final class Enrich extends RichMapFunction<String, String> {

    private transient ExternalCalls calls;

    @Override
    public void open(OpenContext context) {
      calls = ExternalCalls.named("ledger").kind("grpc").open(getRuntimeContext());
    }

    @Override
    public String map(String order) throws Exception {
      return calls.call(() -> Ledger.ask(order)); // or, by hand:
    }

    String askedByHand(String order) throws IOException {
      try (ExternalCall call = calls.start()) {
        try {
          String reply = Ledger.ask(order);
          call.succeed();
          return reply;
        } catch (IOException e) {
          call.fail(e);
          throw e;
        }
      }
    }

    void askedWithCallback(String order) {
      PendingCall call = calls.startPending();
      Ledger.ask(order, reply -> call.succeed(), failure -> call.fail(failure));
    }

    @Override
    public void close() {
      if (calls != null) {
        calls.close();
      }
    }
  }

  // end

  static Object rules() {
    // snippet: rules
    ExternalCalls.named("prices")
        .replies(HttpResponse.class, r -> r.statusCode() == 404 ? Verdict.success() : null)
        .replies(Collection.class, c -> c.isEmpty() ? Verdict.failure("empty") : null)
        .failures(e -> e instanceof Ledger.Busy ? Verdict.failure("busy") : null);
    // end
    return ExternalCalls.named("prices");
  }

  static List<Object> adapters(ExternalCalls prices, ExternalCalls stock, DataSource pool) {
    // snippet: adapters
    HttpClient client = InstrumentedHttpClient.of(prices, HttpClient.newHttpClient());
    DataSource database = InstrumentedDataSource.of(stock, pool);
    // end
    return List.of(client, database);
  }
}
