package io.streamgauge.reporter.internal.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.CharacterFilter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.LogicalScopeProvider;
import org.apache.flink.metrics.Meter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/** A group as a reporter sees one: its scope, its variables, and a new front at each call. */
public final class TestingMetricGroup implements MetricGroup, LogicalScopeProvider {

  private final List<String> scope;
  private final Map<String, String> variables;
  private final @Nullable MetricGroup wrapped;
  private final Map<String, TestingMetricGroup> children = new ConcurrentHashMap<>();

  private TestingMetricGroup(
      List<String> scope, Map<String, String> variables, @Nullable MetricGroup wrapped) {
    this.scope = scope;
    this.variables = variables;
    this.wrapped = wrapped;
  }

  /** A group of the scope, of which the parts are separated by dots. */
  public static TestingMetricGroup of(String scope, String... keysAndValues) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      variables.put('<' + keysAndValues[i] + '>', keysAndValues[i + 1]);
    }
    return new TestingMetricGroup(List.of(scope.split("\\.")), variables, null);
  }

  /** The group of an operator of a subtask. */
  public static TestingMetricGroup operator(int subtask, String attempt) {
    return of(
        "taskmanager.job.task.operator",
        "host",
        "127.0.0.1",
        "tm_id",
        "tm-1",
        "job_id",
        "j1",
        "job_name",
        "a job",
        "task_id",
        "t1",
        "task_name",
        "Source: a -> b",
        "task_attempt_id",
        attempt,
        "task_attempt_num",
        "0",
        "subtask_index",
        Integer.toString(subtask),
        "operator_id",
        "o1",
        "operator_name",
        "b");
  }

  /** The group of an operator of another job. */
  public static TestingMetricGroup operatorOf(String job) {
    return of(
        "taskmanager.job.task.operator", "job_id", job, "job_name", job + " name", "task_id", "t1");
  }

  /** A front of the same group without variables that Flink is to exclude. */
  public TestingMetricGroup without(String... excluded) {
    Map<String, String> fewer = new LinkedHashMap<>(variables);
    for (String name : excluded) {
      fewer.remove('<' + name + '>');
    }
    return new TestingMetricGroup(scope, fewer, getWrappedMetricGroup());
  }

  /** Another front of the same group. */
  public TestingMetricGroup front() {
    return new TestingMetricGroup(scope, variables, getWrappedMetricGroup());
  }

  /** The group with a variable without brackets, as Flink 2.2 stores those that a job adds. */
  public TestingMetricGroup withRawVariable(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put(key, value);
    return new TestingMetricGroup(scope, more, null);
  }

  @Override
  public TestingMetricGroup addGroup(String name) {
    return children.computeIfAbsent(name, n -> child(n, variables));
  }

  @Override
  public TestingMetricGroup addGroup(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(variables);
    more.put('<' + key + '>', value);
    return children.computeIfAbsent(key + '=' + value, n -> child(key, more));
  }

  private TestingMetricGroup child(String name, Map<String, String> childVariables) {
    List<String> longer = new ArrayList<>(scope);
    longer.add(name);
    return new TestingMetricGroup(longer, childVariables, null);
  }

  @Override
  public String getLogicalScope(CharacterFilter filter) {
    return getLogicalScope(filter, '.');
  }

  @Override
  public String getLogicalScope(CharacterFilter filter, char delimiter) {
    List<String> filtered = new ArrayList<>();
    scope.forEach(part -> filtered.add(filter.filterCharacters(part)));
    return String.join(String.valueOf(delimiter), filtered);
  }

  @Override
  public MetricGroup getWrappedMetricGroup() {
    return wrapped == null ? this : wrapped;
  }

  @Override
  public Map<String, String> getAllVariables() {
    return variables;
  }

  @Override
  public String[] getScopeComponents() {
    return scope.toArray(new String[0]);
  }

  @Override
  public String getMetricIdentifier(String metricName) {
    return String.join(".", scope) + '.' + metricName;
  }

  @Override
  public String getMetricIdentifier(String metricName, CharacterFilter filter) {
    return getMetricIdentifier(metricName);
  }

  @Override
  public Counter counter(String name) {
    throw new UnsupportedOperationException("A reporter registers nothing");
  }

  @Override
  public <C extends Counter> C counter(String name, C counter) {
    throw new UnsupportedOperationException("A reporter registers nothing");
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    throw new UnsupportedOperationException("A reporter registers nothing");
  }

  @Override
  public <H extends Histogram> H histogram(String name, H histogram) {
    throw new UnsupportedOperationException("A reporter registers nothing");
  }

  @Override
  public <M extends Meter> M meter(String name, M meter) {
    throw new UnsupportedOperationException("A reporter registers nothing");
  }
}
