/**
 * Starts each probe in the processes where it belongs, polls it, limits its calls in time and stops
 * it.
 *
 * <p>One thread, {@code streamgauge-probes}, decides and waits for no probe. Each probe has a
 * thread of its own.
 */
@NullMarked
package io.streamgauge.reporter.internal.hosting.running;

import org.jspecify.annotations.NullMarked;
