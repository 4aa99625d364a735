/** The command that measures, and what of it is told. */
@NullMarked
package io.streamgauge.benchmarks;

import org.jspecify.annotations.NullMarked;
