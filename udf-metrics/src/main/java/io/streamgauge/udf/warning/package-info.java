/** Exceptions that a job goes on after. */
@NullMarked
package io.streamgauge.udf.warning;

import org.jspecify.annotations.NullMarked;
