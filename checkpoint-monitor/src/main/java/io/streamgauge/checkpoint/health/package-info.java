/** Whether a job's checkpoints are taken, and in time. */
@NullMarked
package io.streamgauge.checkpoint.health;

import org.jspecify.annotations.NullMarked;
