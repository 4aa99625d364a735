/** What is wrong with a partition: pure rules over a window of time. */
@NullMarked
package io.streamgauge.kafka.rules;

import org.jspecify.annotations.NullMarked;
