/**
 * Reads which probes are declared and how the user configured them. No class of a probe is loaded
 * for that.
 */
@NullMarked
package io.streamgauge.reporter.internal.hosting.declaration;

import org.jspecify.annotations.NullMarked;
