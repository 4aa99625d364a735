package io.streamgauge.dashboards;

/**
 * A query that Prometheus must be able to answer.
 *
 * @param id what asks it: {@code Overview / Health / A}, {@code variable job_name}, {@code
 *     annotation Restarts}, {@code alert StreamgaugeHeapHigh}, {@code alert StreamgaugeHeapHigh /
 *     up}
 * @param expr PromQL without variables
 * @param mustReturnData whether an empty answer is a fault
 */
public record AuditedQuery(String id, String expr, boolean mustReturnData) {}
