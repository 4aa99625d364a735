/**
 * The JobManager's REST API on loopback: where it is, and what it answers.
 *
 * <p>What Flink's answers mean is read from {@code org.apache.flink.runtime.rest.messages} of Flink
 * 1.20 and 2.3.
 */
@NullMarked
package io.streamgauge.checkpoint.rest;

import org.jspecify.annotations.NullMarked;
