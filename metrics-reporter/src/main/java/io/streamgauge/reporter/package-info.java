/**
 * Streamgauge's metrics reporter for Apache Flink: here the rooms below are put together.
 *
 * <p>Select it with {@code metrics.reporter.streamgauge.factory.class:
 * io.streamgauge.reporter.StreamgaugeReporterFactory}.
 */
@NullMarked
package io.streamgauge.reporter;

import org.jspecify.annotations.NullMarked;
