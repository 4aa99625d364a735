/**
 * Flink clusters, Kafka brokers and Prometheus servers as processes of this machine, on loopback.
 */
@NullMarked
package io.streamgauge.cluster;

import org.jspecify.annotations.NullMarked;
