/** The calls of one function: its name, and the metrics that a wrapper counts them with. */
@NullMarked
package io.streamgauge.udf.internal.function;

import org.jspecify.annotations.NullMarked;
