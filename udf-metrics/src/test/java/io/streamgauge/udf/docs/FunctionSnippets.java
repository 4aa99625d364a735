package io.streamgauge.udf.docs;

import io.streamgauge.udf.FilterMeter;
import io.streamgauge.udf.FilteredRecords;
import io.streamgauge.udf.Udf;
import io.streamgauge.udf.gcs.GcsJson;
import io.streamgauge.udf.late.LateRecords;
import io.streamgauge.udf.lookup.LookupMetrics;
import io.streamgauge.udf.lookup.RefreshingLookup;
import io.streamgauge.udf.table.TableUdf;
import io.streamgauge.udf.warning.Warnings;
import java.time.Duration;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

@SuppressWarnings("serial") // Not what the snippets are about.
final class FunctionSnippets {

  private FunctionSnippets() {}

  static Object udfs(
      DataStream<String> orders,
      FilterFunction<String> valid,
      FlatMapFunction<String, String> split,
      KeyedProcessFunction<String, String, String> dedupe) {
    // snippet: udfs
    DataStream<String> items =
        orders
            .filter(Udf.named("valid").filter(valid))
            .flatMap(Udf.named("split").sampleInterval(10).flatMap(split))
            .keyBy(item -> item)
            .process(Udf.named("dedupe").process(dedupe));
    // end
    return items;
  }

  static void table(TableEnvironment environment, ScalarFunction score) {
    // snippet: table
    TableUdf.named("score").register(environment, score);
    environment.executeSql("INSERT INTO scores SELECT id, score(amount) FROM orders");
    // end
  }

  // snippet: filtered and warnings
  static final class Parse extends RichFlatMapFunction<String, Integer> {

    private transient FilterMeter empty;
    private transient Warnings warnings;

    @Override
    public void open(OpenContext context) {
      empty = FilteredRecords.named("empty").open(getRuntimeContext());
      warnings = Warnings.open(getRuntimeContext());
    }

    @Override
    public void flatMap(String text, Collector<Integer> out) {
      if (text.isEmpty()) {
        empty.filtered();
        return;
      }
      try {
        out.collect(Integer.valueOf(text));
      } catch (NumberFormatException e) {
        warnings.report(e); // and go on
      }
    }
  }

  // end

  // snippet: lookup
  static final class Country extends RichMapFunction<String, String> {

    private transient RefreshingLookup<String, String> countries;

    @Override
    public void open(OpenContext context) throws Exception {
      countries =
          RefreshingLookup.named("countries", GcsJson.map("reference", "countries.json"))
              .every(Duration.ofMinutes(10))
              .open(getRuntimeContext());
    }

    @Override
    public String map(String code) {
      String name = countries.get(code);
      return name == null ? code : name;
    }

    @Override
    public void close() {
      if (countries != null) { // else its first load failed, and open with it
        countries.close();
      }
    }
  }

  // end

  // snippet: own lookup
  static final class Cached extends RichMapFunction<String, String> {

    private transient LookupMetrics lookup;

    @Override
    public void open(OpenContext context) {
      lookup = LookupMetrics.named("customers").path("crm").open(getRuntimeContext());
      long start = System.nanoTime();
      Customers.load();
      lookup.loaded(Customers.size(), Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public String map(String id) {
      String customer = Customers.find(id);
      if (customer == null) {
        lookup.miss();
        return id;
      }
      lookup.hit();
      return customer;
    }
  }

  // end

  static Object late(DataStream<String> orders) {
    // snippet: late records
    OutputTag<String> late = new OutputTag<>("late") {};
    KeyedStream<String, String> probed =
        LateRecords.at("hourly").after(orders.keyBy(order -> order));
    SingleOutputStreamOperator<String> hourly =
        probed
            .window(TumblingEventTimeWindows.of(Duration.ofHours(1)))
            .allowedLateness(Duration.ofMinutes(10))
            .sideOutputLateData(late)
            .reduce((one, other) -> other);
    LateRecords.at("hourly").dropped(hourly.getSideOutput(late));
    // end
    return hourly;
  }
}
