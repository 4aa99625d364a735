/**
 * Limits log lines to one per cause and minute: our own, those of libraries, and those about
 * threads that an error ended.
 */
@NullMarked
package io.streamgauge.reporter.internal.logging;

import org.jspecify.annotations.NullMarked;
