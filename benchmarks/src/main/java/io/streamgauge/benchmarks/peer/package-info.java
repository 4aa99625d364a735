/** What is compared: reporters of Flink's metrics, each served over HTTP. */
@NullMarked
package io.streamgauge.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
