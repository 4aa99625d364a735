/**
 * The one mutable room: which families and series there are now, and where their values come from.
 *
 * <p>Here Flink's words (group, variable, metric) become Prometheus' (family, label, series).
 */
@NullMarked
package io.streamgauge.reporter.internal.registry;

import org.jspecify.annotations.NullMarked;
