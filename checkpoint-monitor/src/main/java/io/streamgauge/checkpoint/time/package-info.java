/** Moments, spans and pauses that survive steps of the wall clock. */
@NullMarked
package io.streamgauge.checkpoint.time;

import org.jspecify.annotations.NullMarked;
