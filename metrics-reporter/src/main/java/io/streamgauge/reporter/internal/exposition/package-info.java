/**
 * Encodes a frame for Prometheus: text format 0.0.4, plain or compressed.
 *
 * <p>Knows the JDK and {@code snapshot} alone.
 */
@NullMarked
package io.streamgauge.reporter.internal.exposition;

import org.jspecify.annotations.NullMarked;
