/** The committed dashboards and rules, and what can be asked of them. */
@NullMarked
package io.streamgauge.dashboards;

import org.jspecify.annotations.NullMarked;
