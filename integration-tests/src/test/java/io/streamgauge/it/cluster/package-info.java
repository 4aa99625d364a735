/** Streamgauge in real Flink clusters, brokers and Prometheus servers, each its own process. */
@NullMarked
package io.streamgauge.it.cluster;

import org.jspecify.annotations.NullMarked;
