/**
 * Counters, gauges and histograms of one operator, under Flink's metric groups. Knows Flink alone.
 */
@NullMarked
package io.streamgauge.udf.internal.meter;

import org.jspecify.annotations.NullMarked;
