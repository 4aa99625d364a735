/** A job that keeps the processor busy, and what the reporter costs it. */
@NullMarked
package io.streamgauge.benchmarks.job;

import org.jspecify.annotations.NullMarked;
