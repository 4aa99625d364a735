/**
 * A reader of PromQL, for checks that must know what an expression does with a metric.
 *
 * <p>Knows the JDK alone. It accepts what promtool accepts, and some more: whether an expression is
 * valid is promtool's to say.
 */
@NullMarked
package io.streamgauge.dashboards.promql;

import org.jspecify.annotations.NullMarked;
