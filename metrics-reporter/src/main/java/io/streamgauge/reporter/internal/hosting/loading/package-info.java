/**
 * Opens the nested jars of a probe in a child-first class loader, which limits the log lines of its
 * libraries.
 */
@NullMarked
package io.streamgauge.reporter.internal.hosting.loading;

import org.jspecify.annotations.NullMarked;
