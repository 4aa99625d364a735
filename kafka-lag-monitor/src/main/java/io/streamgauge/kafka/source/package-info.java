/**
 * What Flink's sources tell of themselves: which partitions they read, and how far they have read
 * them.
 */
@NullMarked
package io.streamgauge.kafka.source;

import org.jspecify.annotations.NullMarked;
