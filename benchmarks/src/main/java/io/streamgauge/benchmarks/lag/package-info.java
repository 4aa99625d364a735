/** How exactly the lag in seconds is known, ours and as the usual methods have it. */
@NullMarked
package io.streamgauge.benchmarks.lag;

import org.jspecify.annotations.NullMarked;
