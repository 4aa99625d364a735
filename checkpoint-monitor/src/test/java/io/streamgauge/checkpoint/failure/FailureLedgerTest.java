package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.checkpoint.rest.JobFailure;
import io.streamgauge.checkpoint.testing.StubFlink;
import io.streamgauge.checkpoint.time.Moment;
import io.streamgauge.reporter.probe.testing.PublishedSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("flink")
@Tag("slow")
class FailureLedgerTest {

  private static final long MINUTE = 60_000;

  private final StubFlink flink = new StubFlink();
  private final FailureLedger ledger = new FailureLedger(Origins.load());

  @AfterEach
  void close() {
    flink.close();
  }

  @Test
  void aJobThatNeverFailedHasAZero() throws Exception {
    look(MINUTE, List.of());

    assertThat(published().names()).containsExactly("streamgauge_job_failures_total");
    assertThat(failures()).isZero();
  }

  @Test
  void eachFailureIsCountedOnceByItsRootAndOrigin() throws Exception {
    List<String> history =
        List.of(
            failure(1_000, "java.lang.IllegalStateException", "com.acme.Fees.apply"),
            failure(2_000, "java.lang.IllegalStateException", "com.acme.Fees.apply"),
            failure(
                3_000,
                "java.lang.RuntimeException",
                "org.apache.flink.connector.kafka.source.KafkaSource.x"));

    assertThat(look(3_000, history))
        .extracting(Failure::exception)
        .containsExactly(
            "java.lang.IllegalStateException",
            "java.lang.IllegalStateException",
            "java.lang.RuntimeException");
    assertThat(look(4_000, history)).isEmpty();

    assertThat(failures()).isEqualTo(3);
    assertThat(published().values())
        .containsEntry(exceptions("java.lang.IllegalStateException", "user"), 2.0)
        .containsEntry(exceptions("java.lang.RuntimeException", "connector"), 1.0);
  }

  @Test
  void failuresThatTheHistoryHasForgottenAreKnownFromTheRestarts() throws Exception {
    look(OptionalLong.of(1), failure(1_000, "java.lang.Error", "a.B.c"));
    look(OptionalLong.of(40), failure(9_000, "java.lang.Error", "a.B.c"));

    assertThat(failures()).isEqualTo(40);
    assertThat(published().value(exceptions("java.lang.Error", "user"))).isEqualTo(2);
  }

  @Test
  void aRestartThatFollowsNoFailureIsNone() throws Exception {
    String failure = failure(1_000, "java.lang.Error", "a.B.c");
    look(OptionalLong.of(1), failure);
    look(OptionalLong.of(5), failure);
    look(OptionalLong.empty(), failure, failure(2_000, "java.lang.Error", "a.B.c"));

    assertThat(failures()).isEqualTo(2);
  }

  @Test
  void anAnswerWithFewerFailuresMakesNoneNew() throws Exception {
    String first = failure(1_000, "java.lang.Error", "a.B.c");
    String second = failure(2_000, "java.lang.Error", "a.B.c");
    look(OptionalLong.empty(), first, second);
    look(OptionalLong.empty());
    look(OptionalLong.empty(), second);
    look(OptionalLong.empty(), first, second);

    assertThat(failures()).isEqualTo(2);
  }

  private void look(OptionalLong restarts, String... history) throws Exception {
    ledger.look(parsed(List.of(history)), restarts, /* hasFailed= */ false, at(10_000));
  }

  @Test
  void theFirstFailureOfALoopStaysUntilTenQuietMinutesAreOver() throws Exception {
    List<String> history = new ArrayList<>();
    history.add(failure(MINUTE, "com.acme.FirstFault", "com.acme.Fees.apply"));
    look(MINUTE, history);
    for (int i = 2; i < 30; i += 9) {
      history.add(failure(i * MINUTE, "com.acme.Consequence", "com.acme.Fees.apply"));
      look(i * MINUTE, history);
    }

    look(39 * MINUTE, history);
    assertThat(published().values())
        .containsEntry(
            "streamgauge_job_first_failure_timestamp_seconds"
                + "{exception=\"com.acme.FirstFault\",origin=\"user\"}",
            60.0);
    look(39 * MINUTE + 1, history);
    assertThat(published().names())
        .noneMatch(name -> name.startsWith("streamgauge_job_first_failure"));
  }

  @Test
  void afterTenQuietMinutesTheNextFailureIsAFirstOneAlsoIfNoOneLookedMeanwhile() throws Exception {
    look(
        13 * MINUTE,
        List.of(
            failure(MINUTE, "com.acme.Old", "com.acme.Fees.apply"),
            failure(12 * MINUTE, "com.acme.New", "com.acme.Fees.apply")));

    assertThat(published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_first_failure"))
        .containsExactly(
            "streamgauge_job_first_failure_timestamp_seconds"
                + "{exception=\"com.acme.New\",origin=\"user\"}");
  }

  @Test
  void theFirstFailureOfAJobThatHasFailedForGoodStays() throws Exception {
    List<JobFailure> history = parsed(List.of(failure(MINUTE, "com.acme.Old", "com.acme.F.a")));
    ledger.look(history, OptionalLong.empty(), /* hasFailed= */ true, at(50 * MINUTE));

    assertThat(published().names())
        .anyMatch(name -> name.startsWith("streamgauge_job_first_failure"));
  }

  @Test
  void tenThousandForgedExceptionsStayUnderTheCap() throws Exception {
    for (int i = 0; i < 10_000; i += 16) {
      List<String> history = new ArrayList<>();
      for (int j = i; j < i + 16; j++) {
        history.add(failure(j, "com.acme.Forged" + j, "com.acme.Fees.apply"));
      }
      look(i, history);
    }

    assertThat(published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_exceptions_total"))
        .hasSize(ExceptionCap.DEFAULT_LIMIT + 1);
    assertThat(published().value(exceptions("other", "user"))).isEqualTo(10_000 - 50);
    assertThat(failures()).isEqualTo(10_000);
  }

  @Test
  void steppedClock_neitherEndsNorBeginsASeriesOfFailures() throws Exception {
    Moment begin = Moment.of(100 * MINUTE, 0);
    Moment afterStepBack = Moment.of(41 * MINUTE, MINUTE * 1_000_000);
    Moment afterStepForward = Moment.of(1_500 * MINUTE, 2 * MINUTE * 1_000_000);
    Moment tenMinutesLater = Moment.of(1_510 * MINUTE, 13 * MINUTE * 1_000_000);
    List<String> history = new ArrayList<>();
    history.add(failure(100 * MINUTE, "com.acme.FirstFault", "com.acme.Fees.apply"));
    look(begin, history);
    history.add(failure(41 * MINUTE, "com.acme.Consequence", "com.acme.Fees.apply"));
    look(afterStepBack, history);
    history.add(failure(1_500 * MINUTE, "com.acme.Consequence", "com.acme.Fees.apply"));
    look(afterStepForward, history);

    assertThat(published().names())
        .filteredOn(name -> name.startsWith("streamgauge_job_first_failure"))
        .singleElement()
        .asString()
        .contains("com.acme.FirstFault");
    look(tenMinutesLater, history);
    assertThat(published().names())
        .noneMatch(name -> name.startsWith("streamgauge_job_first_failure"));
  }

  private List<Failure> look(Moment moment, List<String> history) throws Exception {
    return ledger.look(parsed(history), OptionalLong.empty(), /* hasFailed= */ false, moment);
  }

  private static Moment at(long millis) {
    return Moment.of(millis, millis * 1_000_000);
  }

  @Test
  void longNames_areCountedByTheirHashes() throws Exception {
    String longName = "n".repeat(30_000);
    String first = failure(1_000, "java.lang.Error", "a.B.c").replace("Map (1/2)", longName + 1);
    String second = failure(1_000, "java.lang.Error", "a.B.c").replace("Map (1/2)", longName + 2);

    assertThat(look(2_000, List.of(first, second))).hasSize(2);
    assertThat(look(3_000, List.of(first, second))).isEmpty();
  }

  private double failures() {
    return published().value("streamgauge_job_failures_total");
  }

  private static String exceptions(String exception, String origin) {
    return "streamgauge_job_exceptions_total{exception=\""
        + exception
        + "\",origin=\""
        + origin
        + "\"}";
  }

  private PublishedSeries published() {
    return PublishedSeries.of(ledger::addTo);
  }

  private List<Failure> look(long nowMillis, List<String> history) throws Exception {
    return ledger.look(
        parsed(history), OptionalLong.empty(), /* hasFailed= */ false, at(nowMillis));
  }

  /** A failure that was wrapped, as Flink's history has it. */
  private static String failure(long atMillis, String root, String frame) {
    return """
        {"exceptionName":"org.apache.flink.runtime.JobException","timestamp":%d,
        "taskName":"Map (1/2) - execution #0",
        "stacktrace":"org.apache.flink.runtime.JobException: it failed\\n\\tat\
         org.apache.flink.runtime.X.y(X.java:1)\\nCaused by: %s: message %d\\n\\tat %s(A.java:7)\\n"}
        """
        .formatted(atMillis, root, atMillis, frame);
  }

  private List<JobFailure> parsed(List<String> history) throws Exception {
    List<String> newestFirst = new ArrayList<>(history);
    Collections.reverse(newestFirst);
    flink
        .jobManager()
        .answer(
            "/jobs/1/exceptions",
            "{\"exceptionHistory\":{\"entries\":[" + String.join(",", newestFirst) + "]}}");
    return flink.rest().failures("1");
  }
}
