/**
 * The probe {@code checkpoint} of the leading JobManager: are checkpoints taken and in time, which
 * state is a job in, and why does it fail.
 */
@NullMarked
package io.streamgauge.checkpoint;

import org.jspecify.annotations.NullMarked;
