/**
 * The probe {@code kafka-lag}: how far behind is each source and each consumer group, in records
 * and in seconds.
 */
@NullMarked
package io.streamgauge.kafka;

import org.jspecify.annotations.NullMarked;
