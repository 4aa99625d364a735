/**
 * Headers, labels and values of series, with nothing live in them.
 *
 * <p>Knows the JDK only.
 */
@NullMarked
package io.streamgauge.reporter.snapshot;

import org.jspecify.annotations.NullMarked;
