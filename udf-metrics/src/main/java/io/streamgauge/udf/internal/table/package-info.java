/** Wrappers of functions of the Table API, public for the code that Flink generates. */
@NullMarked
package io.streamgauge.udf.internal.table;

import org.jspecify.annotations.NullMarked;
