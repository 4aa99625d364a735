/**
 * Reads values, of which each may throw, lie or hang, into a frame, within a time limit.
 *
 * <p>Everything that runs code of the job's runs here.
 */
@NullMarked
package io.streamgauge.reporter.reading;

import org.jspecify.annotations.NullMarked;
