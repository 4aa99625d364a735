/** What is wrong with a partition: pure rules over a window of time. */
@NullMarked
package io.streamgauge.kafka.problem;

import org.jspecify.annotations.NullMarked;
