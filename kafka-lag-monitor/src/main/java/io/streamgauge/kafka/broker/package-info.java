/**
 * What a Kafka cluster can be asked for, and the values that it answers with. Knows nothing of
 * Kafka's client.
 */
@NullMarked
package io.streamgauge.kafka.broker;

import org.jspecify.annotations.NullMarked;
