/** Recognizes the protocol of a listener before Kafka's client connects to it. */
@NullMarked
package io.streamgauge.kafka.listener;

import org.jspecify.annotations.NullMarked;
