/** The series of one scrape with their values. Knows {@code snapshot} only. */
@NullMarked
package io.streamgauge.reporter.internal.frame;

import org.jspecify.annotations.NullMarked;
