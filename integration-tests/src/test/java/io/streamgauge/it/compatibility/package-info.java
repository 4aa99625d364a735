/** The command {@code integration-tests/compatibility}: Flink's versions with each JDK. */
@NullMarked
package io.streamgauge.it.compatibility;

import org.jspecify.annotations.NullMarked;
