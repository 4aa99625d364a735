/** When was the first unread record written: found by inverse search on timestamps. */
@NullMarked
package io.streamgauge.kafka.timestamps;

import org.jspecify.annotations.NullMarked;
