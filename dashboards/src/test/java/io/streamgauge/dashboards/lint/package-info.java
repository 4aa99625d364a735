/** The rules that every dashboard and every alert obeys. */
@NullMarked
package io.streamgauge.dashboards.lint;

import org.jspecify.annotations.NullMarked;
