/** How the probes of this module put their series into batches. */
@NullMarked
package io.streamgauge.checkpoint.series;

import org.jspecify.annotations.NullMarked;
