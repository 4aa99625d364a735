/** A Kafka cluster asked through Kafka's own client; the only room that imports it. */
@NullMarked
package io.streamgauge.kafka.client;

import org.jspecify.annotations.NullMarked;
