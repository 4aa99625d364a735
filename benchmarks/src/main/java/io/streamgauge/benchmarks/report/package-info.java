/** Numbers of many cells as ratios, tables and verdicts. */
@NullMarked
package io.streamgauge.benchmarks.report;

import org.jspecify.annotations.NullMarked;
