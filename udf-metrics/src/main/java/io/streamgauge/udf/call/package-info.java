/** Calls to what is outside of the job: each ends in one outcome, each failure has one code. */
@NullMarked
package io.streamgauge.udf.call;

import org.jspecify.annotations.NullMarked;
