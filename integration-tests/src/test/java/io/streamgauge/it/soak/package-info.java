/** The command {@code integration-tests/soak}: faults for minutes, and what must not grow. */
@NullMarked
package io.streamgauge.it.soak;

import org.jspecify.annotations.NullMarked;
