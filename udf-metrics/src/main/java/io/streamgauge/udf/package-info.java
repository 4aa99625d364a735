/** Functions of the DataStream API that a job has named: their calls, failures and durations. */
@NullMarked
package io.streamgauge.udf;

import org.jspecify.annotations.NullMarked;
