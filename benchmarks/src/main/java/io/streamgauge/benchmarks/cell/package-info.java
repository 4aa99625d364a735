/** What runs in a process of its own: one peer with one number of metrics. */
@NullMarked
package io.streamgauge.benchmarks.cell;

import org.jspecify.annotations.NullMarked;
