/**
 * Reads values, of which each may throw, lie or hang, into a frame within a time limit.
 *
 * <p>All code of jobs runs here.
 */
@NullMarked
package io.streamgauge.reporter.internal.reading;

import org.jspecify.annotations.NullMarked;
