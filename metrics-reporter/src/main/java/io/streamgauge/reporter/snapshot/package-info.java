/**
 * What a scrape saw: families, series and values in plain arrays, with nothing live in them.
 *
 * <p>Knows the JDK alone.
 */
@NullMarked
package io.streamgauge.reporter.snapshot;

import org.jspecify.annotations.NullMarked;
