/** Kafka's own schemas, with the topic of each record; alone imports Kafka's classes. */
@NullMarked
package io.streamgauge.udf.kafka;

import org.jspecify.annotations.NullMarked;
