/**
 * Finds the probes, starts each where it belongs, limits its calls in time and stops it.
 *
 * <p>One thread, {@code streamgauge-probes}, decides; it waits for no probe. Each probe has a
 * thread and, if it brings jars, a class loader of its own. Knows nothing of Flink.
 */
@NullMarked
package io.streamgauge.reporter.hosting;

import org.jspecify.annotations.NullMarked;
