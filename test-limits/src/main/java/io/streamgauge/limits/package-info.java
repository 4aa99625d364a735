/** How long tests wait before they fail. */
@NullMarked
package io.streamgauge.limits;

import org.jspecify.annotations.NullMarked;
