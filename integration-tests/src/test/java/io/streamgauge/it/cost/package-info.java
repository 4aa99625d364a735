/** The command {@code integration-tests/cost}: the resources that Streamgauge takes. */
@NullMarked
package io.streamgauge.it.cost;

import org.jspecify.annotations.NullMarked;
