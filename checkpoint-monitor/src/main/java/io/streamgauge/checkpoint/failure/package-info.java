/** Why a job failed: the exception at the root, and whose it is. */
@NullMarked
package io.streamgauge.checkpoint.failure;

import org.jspecify.annotations.NullMarked;
