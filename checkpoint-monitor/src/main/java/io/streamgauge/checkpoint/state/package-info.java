/** Which state a job is in, and for how long it was in which. */
@NullMarked
package io.streamgauge.checkpoint.state;

import org.jspecify.annotations.NullMarked;
