/** One look at one cluster: positions, ends, seconds and problems put together as series. */
@NullMarked
package io.streamgauge.kafka.cycle;

import org.jspecify.annotations.NullMarked;
