/** Makes a scrape of the index, the readers and the encoders: once for all who ask meanwhile. */
@NullMarked
package io.streamgauge.reporter.internal.scrape;

import org.jspecify.annotations.NullMarked;
