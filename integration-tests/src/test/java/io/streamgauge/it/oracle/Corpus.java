package io.streamgauge.it.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.JobManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;

/**
 * Metrics as jobs have them: every type, every kind of group, odd names and odd values, in every
 * place of Flink. None of them falls under a {@link Difference} that stays in compatibility mode.
 */
final class Corpus {

  /** What gauges of no number are called. */
  static final String NO_NUMBER = "no_number";

  private static final List<String> ODD =
      List.of("two words", "a.b-c", "Größe", "kafka→window", "🚀", "x:y", "_", "9to5", "");

  private Corpus() {}

  /** Registers all of them. */
  static void register(SideBySide both) {
    JobManagerMetricGroup jobManager =
        JobManagerMetricGroup.createJobManagerMetricGroup(both.registry(), "127.0.0.1");
    types(jobManager.addGroup("of jobmanager"));
    types(jobManager.addJob(new JobID(7, 7), "spike job: kafka→window").addGroup("of job"));
    types(both.taskManager().addGroup("of taskmanager"));
    TaskMetricGroup task = both.task("spike job: kafka→window", "Source: größe -> my.map");
    types(task.addGroup("of task"));
    InternalOperatorMetricGroup operator = task.getOrAddOperator("Größe 🚀 -> sink: Writer");
    types(operator.addGroup("of operator"));
    for (int i = 0; i < ODD.size(); i++) {
      odd(operator, ODD.get(i), i);
    }
    keys(operator);
    removed(task);
  }

  private static void types(MetricGroup group) {
    group.counter("counter", Metrics.counter(7));
    group.counter("counter of nothing", Metrics.counter(0));
    group.counter("falling counter", Metrics.counter(-3));
    group.meter("meter", Metrics.meter(2.5));
    group.meter("meter of nothing", Metrics.meter(Double.NaN));
    group.histogram("histogram", Metrics.histogram(12, 200));
    group.histogram("histogram of nothing", Metrics.histogram(0, Double.NaN));
    group.gauge("text " + NO_NUMBER, Metrics.gauge("s3://bucket/chk-1"));
    group.gauge("null " + NO_NUMBER, Metrics.gauge(null));
    group.gauge("list " + NO_NUMBER, Metrics.gauge(List.of(1)));
    List<Object> values =
        List.of(
            0,
            -1,
            (byte) 2,
            (short) 3,
            1L << 53,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1.5f,
            0.1f,
            0.1,
            -0.0,
            1e-300,
            1e21,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            true,
            false,
            new AtomicLong(5),
            new BigDecimal("12.25"),
            BigInteger.TWO.pow(70));
    for (int i = 0; i < values.size(); i++) {
      group.gauge("gauge " + i, Metrics.gauge(values.get(i)));
    }
  }

  private static void odd(MetricGroup group, String name, int number) {
    group.addGroup("odd names").counter(name + " calls", Metrics.counter(name.length()));
    group.addGroup("odd groups").addGroup(name).counter("calls", Metrics.counter(1));
    group
        .addGroup("odd values")
        .addGroup("value", name + '|' + number)
        .counter("calls", Metrics.counter(2));
    String key = "k" + number + name.replace(':', '.');
    group.addGroup("odd keys").addGroup(key, "v").counter("calls", Metrics.counter(3));
  }

  private static void keys(MetricGroup group) {
    group.addGroup("team", "payments").counter("calls");
    group.addGroup("outer", "1").addGroup("inner", "2").histogram("h", Metrics.histogram(1, 1));
    group.addGroup("outer2", "1").addGroup("plain").addGroup("inner", "2").counter("calls");
    for (int i = 0; i < 20; i++) {
      group.addGroup("partition", Integer.toString(i)).gauge("offset", Metrics.gauge(i));
    }
  }

  private static void removed(TaskMetricGroup task) {
    InternalOperatorMetricGroup gone = task.getOrAddOperator("gone");
    types(gone.addGroup("of operator"));
    types(gone.addGroup("of this operator alone"));
    gone.close();
  }
}
