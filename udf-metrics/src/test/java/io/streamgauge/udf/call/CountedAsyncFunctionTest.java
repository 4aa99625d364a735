package io.streamgauge.udf.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.streamgauge.udf.testing.RecordedContext;
import io.streamgauge.udf.testing.RecordedMetrics;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.ClosureCleaner;
import org.apache.flink.api.java.typeutils.MissingTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.async.AsyncFunction;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Flink's time-outs and retries are played here as its operator does them; see ScriptedCallsTest.
 */
@Tag("flink")
class CountedAsyncFunctionTest {

  private static final OpenContext OPEN = new OpenContext() {};

  private final RecordedMetrics recorded = new RecordedMetrics();
  private final Asking asking = new Asking();
  private final Taken taken = new Taken();

  @Test
  @SuppressWarnings(
      "Convert2Lambda") // An anonymous class holds this test, which cannot be serialized.
  void aFunctionInsideOfWhatCannotBeSerializedIsCleanedAsFlinkDoes() throws Exception {
    InstrumentedAsyncFunction<String, Long> function =
        named()
            .around(
                new AsyncFunction<String, Long>() {
                  @Override
                  public void asyncInvoke(String text, ResultFuture<Long> result) {
                    result.complete(List.of((long) text.length()));
                  }
                });

    ClosureCleaner.clean(function, ExecutionConfig.ClosureCleanerLevel.RECURSIVE, true);

    assertThat(InstantiationUtil.serializeObject(function)).isNotEmpty();
  }

  @Test
  void anInvocationIsACallThatItsResultEnds() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    List<Long> result = List.of(7L);

    function.asyncInvoke("a", taken.future());
    assertThat(sum("external_calls_in_flight")).isEqualTo(1);
    asking.futures.get(0).complete(result);

    assertThat(taken.results).singleElement().isSameAs(result);
    assertThat(outcomes()).isEqualTo(Map.of("success", 1.0));
    assertThat(sum("external_calls_in_flight")).isZero();
  }

  @Test
  void anExceptionIsHandedOnAsItIs() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    IOException failure = new IOException("disk");

    function.asyncInvoke("a", taken.future());
    asking.futures.get(0).completeExceptionally(failure);

    assertThat(taken.results).singleElement().isSameAs(failure);
    assertThat(outcomes()).isEqualTo(Map.of("failure", 1.0));
    assertThat(sum("external_call_failures_total", "code", "java.io.IOException")).isEqualTo(1);
  }

  @Test
  void aFunctionThatThrowsFailsAsWithoutUs() throws Exception {
    IOException failure = new IOException("disk");
    AsyncFunction<String, Long> throwing =
        (input, result) -> {
          throw failure;
        };
    CountedAsyncFunction<String, Long> function = opened(named().around(throwing));

    assertThatThrownBy(() -> function.asyncInvoke("a", taken.future())).isSameAs(failure);

    assertThat(outcomes()).isEqualTo(Map.of("failure", 1.0));
  }

  @Test
  void theRuleForRepliesSeesTheResult() throws Exception {
    ExternalCallSettings settings =
        named().replies(Collection.class, r -> r.isEmpty() ? Verdict.failure("none") : null);
    CountedAsyncFunction<String, Long> function = opened(settings.around(asking));

    function.asyncInvoke("a", taken.future());
    asking.futures.get(0).complete(List.of());

    assertThat(sum("external_call_failures_total", "code", "none")).isEqualTo(1);
  }

  @Test
  void aResultThatFlinkRefusesIsRefusedAsWithoutUs() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));

    function.asyncInvoke("a", taken.future());

    assertThatThrownBy(
            () ->
                asking.futures.get(0).complete(CountedAsyncFunctionTest.<Collection<Long>>absent()))
        .isInstanceOf(NullPointerException.class);
    assertThat(sum("external_calls_in_flight")).isEqualTo(1);
  }

  @Test
  void aSecondAttemptForTheSameRecordIsARetryAndACallOfItsOwn() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    ResultFuture<Long> record = taken.future();

    function.asyncInvoke("a", record);
    asking.futures.get(0).completeExceptionally(new IOException("disk"));
    function.asyncInvoke("a", record);
    asking.futures.get(1).complete(List.of());
    function.asyncInvoke("b", taken.future());
    asking.futures.get(2).complete(List.of());

    assertThat(sum("external_calls_started_total")).isEqualTo(3);
    assertThat(sum("external_call_retries_total")).isEqualTo(1);
    assertThat(outcomes()).isEqualTo(Map.of("failure", 1.0, "success", 2.0));
  }

  @Test
  void flinksTimeOutEndsTheCallAndTheReplyIsLate() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    ResultFuture<Long> record = taken.future();

    function.asyncInvoke("a", record);
    function.timeout("a", record);
    asking.futures.get(0).complete(List.of(7L));

    assertThat(taken.results.get(0)).isInstanceOf(TimeoutException.class);
    assertThat(outcomes()).isEqualTo(Map.of("timeout", 1.0));
    assertThat(sum("external_call_late_replies_total")).isEqualTo(1);
  }

  @Test
  void aTimeOutWhileFlinkWaitsToRetryIsNoSecondOutcome() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    ResultFuture<Long> record = taken.future();

    function.asyncInvoke("a", record);
    asking.futures.get(0).completeExceptionally(new IOException("disk"));
    function.timeout("a", record);

    assertThat(outcomes()).isEqualTo(Map.of("failure", 1.0));
  }

  @Test
  void inputsThatNeedNoCallAreSkipped() throws Exception {
    CountedAsyncFunction<String, Long> function =
        opened(named().around(asking).skipping(String::isEmpty));

    function.asyncInvoke("", taken.future());
    function.asyncInvoke(absent(), taken.future());

    assertThat(asking.futures).hasSize(2);
    assertThat(sum("external_call_skipped_total", "reason", "empty_input")).isEqualTo(1);
    assertThat(sum("external_calls_started_total")).isEqualTo(1);
  }

  @Test
  void closingCancelsWhatIsInFlightBeforeTheFunctionClosesItsClient() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    function.asyncInvoke("a", taken.future());
    function.asyncInvoke("b", taken.future());
    asking.futures.get(1).complete(List.of());

    function.close();

    assertThat(asking.told).endsWith("close");
    assertThat(taken.results).hasSize(3);
    assertThat(outcomes()).isEqualTo(Map.of("success", 1.0, "cancelled", 1.0));
  }

  @Test
  void theFunctionHasAllItsCallbacks() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));

    function.initializeState(CountedAsyncFunctionTest.<FunctionInitializationContext>absent());
    function.snapshotState(CountedAsyncFunctionTest.<FunctionSnapshotContext>absent());
    function.notifyCheckpointComplete(3);
    function.notifyCheckpointAborted(4);
    function.timeout("a", taken.future());
    function.close();

    assertThat(asking.told)
        .containsExactly(
            "context",
            "open",
            "initialize",
            "snapshot",
            "complete 3",
            "aborted 4",
            "timeout a",
            "close");
  }

  @Test
  void aFunctionThatCannotBeOpenedIsClosedAllTheSame() throws Exception {
    InstrumentedAsyncFunction<String, Long> function = named().around(asking);

    function.close();

    assertThat(asking.told).containsExactly("close");
  }

  @Test
  void whereTheJobSwitchesUsOffNothingIsRegistered() throws Exception {
    InstrumentedAsyncFunction<String, Long> function = named().around(asking);
    function.setRuntimeContext(
        RecordedContext.of(recorded, Map.of("streamgauge.enabled", "false")));
    function.open(OPEN);

    function.asyncInvoke("a", taken.future());
    asking.futures.get(0).complete(List.of());

    assertThat(taken.results).hasSize(1);
    assertThat(recorded.names()).isEmpty();
  }

  @Test
  void itGoesToTheTasksWithItsRules() throws Exception {
    InstrumentedAsyncFunction<String, Long> function =
        named()
            .replies(Collection.class, results -> Verdict.failure("bad"))
            .around((AsyncFunction<String, Long>) (input, result) -> result.complete(List.of()))
            .skipping(String::isEmpty);

    CountedAsyncFunction<String, Long> copy = opened(InstantiationUtil.clone(function));
    copy.asyncInvoke("a", taken.future());

    assertThat(sum("external_call_failures_total", "code", "bad")).isEqualTo(1);
  }

  @Test
  void itProducesWhatTheFunctionDoes() {
    AsyncFunction<String, Long> lambda = (input, result) -> result.complete(List.of());

    assertThat(produced(named().around(asking))).isEqualTo(Types.LONG);
    assertThat(produced(named().around(lambda))).isInstanceOf(MissingTypeInfo.class);
  }

  @Test
  void whatAFunctionGivesItsResultToIsEqualToItselfAlone() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    ResultFuture<Long> record = taken.future();
    function.asyncInvoke("a", record);
    function.asyncInvoke("a", record);
    Set<ResultFuture<Long>> futures = new HashSet<>(asking.futures);

    assertThat(futures).hasSize(2).contains(asking.futures.get(0));
    assertThat(asking.futures.get(0)).isNotEqualTo(List.of());
    assertThat(asking.futures.get(0).toString()).isEqualTo(record.toString());
    assertThat(sum("external_calls_in_flight")).isEqualTo(2);
  }

  @Test
  void aSupplierOfFlink21EndsTheCallWhenItIsAsked() throws Throwable {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    function.asyncInvoke("a", taken.future());

    supply(asking.futures.get(0), () -> List.of(7L));
    assertThat(sum("external_calls_in_flight")).isEqualTo(1);
    Object made = supplied(taken.results.get(0));

    assertThat(made).isEqualTo(List.of(7L));
    assertThat(outcomes()).isEqualTo(Map.of("success", 1.0));
  }

  @Test
  void aSupplierOfFlink21ThatThrowsIsAFailure() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    IOException failure = new IOException("disk");
    function.asyncInvoke("a", taken.future());

    supply(
        asking.futures.get(0),
        () -> {
          throw failure;
        });

    assertThatThrownBy(() -> supplied(taken.results.get(0))).isSameAs(failure);
    assertThat(sum("external_call_failures_total", "code", "java.io.IOException")).isEqualTo(1);
  }

  @Test
  void aSupplierOfFlink21ThatComesAfterTheTimeOutIsALateReply() throws Exception {
    CountedAsyncFunction<String, Long> function = opened(named().around(asking));
    ResultFuture<Long> record = taken.future();
    function.asyncInvoke("a", record);
    function.timeout("a", record);

    supply(asking.futures.get(0), () -> List.of(7L));

    assertThat(outcomes()).isEqualTo(Map.of("timeout", 1.0));
    assertThat(sum("external_call_late_replies_total")).isEqualTo(1);
  }

  @Test
  void flinkHasTheClassThatResultsAreTakenWithOnce() throws Exception {
    String operator = "org.apache.flink.streaming.api.operators.async.AsyncWaitOperator";

    assertThat(Class.forName(operator + CountedAsyncFunction.TRIED_ONCE))
        .isAssignableTo(ResultFuture.class);
  }

  private static TypeInformation<Long> produced(InstrumentedAsyncFunction<String, Long> function) {
    return ((CountedAsyncFunction<String, Long>) function).getProducedType();
  }

  private static ExternalCallSettings named() {
    return ExternalCalls.named("geo");
  }

  private CountedAsyncFunction<String, Long> opened(
      InstrumentedAsyncFunction<String, Long> function) throws Exception {
    function.setRuntimeContext(RecordedContext.of(recorded, Map.of()));
    function.open(OPEN);
    return (CountedAsyncFunction<String, Long>) function;
  }

  private double sum(String name, String... labels) {
    return recorded.sum(name, labels);
  }

  private Map<String, Double> outcomes() {
    Map<String, Double> outcomes = new TreeMap<>();
    for (String each : List.of("success", "failure", "timeout", "cancelled")) {
      double count = sum("external_calls_total", "outcome", each);
      if (count != 0) {
        outcomes.put(each, count);
      }
    }
    return outcomes;
  }

  /** What Flink does not give here, and nobody looks at. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T absent() {
    return null;
  }

  /** Calls the method that this test is not compiled against. */
  private static void supply(ResultFuture<Long> result, Callable<Collection<Long>> supplier)
      throws Exception {
    Method complete = supplying();
    Class<?> type = complete.getParameterTypes()[0];
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (p, m, arguments) -> supplier.call());
    complete.invoke(result, proxy);
  }

  private static Object supplied(Object supplier) throws Throwable {
    try {
      return supplying().getParameterTypes()[0].getMethod("get").invoke(supplier);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Method supplying() {
    List<Method> found =
        Arrays.stream(ResultFuture.class.getMethods())
            .filter(method -> method.getName().equals("complete"))
            .filter(method -> method.getParameterTypes()[0] != Collection.class)
            .toList();
    assumeThat(found).as("Flink before 2.1 has no suppliers").isNotEmpty();
    return found.get(0);
  }

  /** What Flink takes results with. */
  private static final class Taken {

    private final List<Object> results = new ArrayList<>();

    @SuppressWarnings("unchecked")
    ResultFuture<Long> future() {
      return (ResultFuture<Long>)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ResultFuture.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "taken";
                    default -> taken(arguments[0]);
                  });
    }

    private @Nullable Object taken(Object result) {
      if (result == null) {
        throw new NullPointerException("Results must not be null");
      }
      results.add(result);
      return null;
    }
  }

  /** Keeps what it is to give its results to, and what it was told. */
  @SuppressWarnings("serial") // It goes nowhere.
  private static final class Asking extends RichAsyncFunction<String, Long>
      implements CheckpointedFunction, CheckpointListener {

    private final transient List<ResultFuture<Long>> futures = new ArrayList<>();
    private final transient List<String> told = new ArrayList<>();

    @Override
    public void setRuntimeContext(RuntimeContext context) {
      super.setRuntimeContext(context);
      told.add("context");
    }

    @Override
    public void open(OpenContext context) {
      told.add("open");
    }

    @Override
    public void asyncInvoke(String input, ResultFuture<Long> result) {
      futures.add(result);
    }

    @Override
    public void timeout(String input, ResultFuture<Long> result) throws Exception {
      told.add("timeout " + input);
      super.timeout(input, result);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      told.add("snapshot");
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
      told.add("initialize");
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      told.add("complete " + checkpoint);
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) {
      told.add("aborted " + checkpoint);
    }

    @Override
    public void close() {
      told.add("close");
      futures.forEach(future -> future.completeExceptionally(new IOException("client closed")));
    }
  }
}
