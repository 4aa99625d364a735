/**
 * Keeps the batches that probes publish until they are withdrawn or expire, and the status of each
 * probe. A scrape reads them.
 */
@NullMarked
package io.streamgauge.reporter.internal.hosting.publishing;

import org.jspecify.annotations.NullMarked;
