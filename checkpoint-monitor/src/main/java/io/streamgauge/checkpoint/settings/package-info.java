/** How users write values, for all probes. Knows the JDK alone. */
@NullMarked
package io.streamgauge.checkpoint.settings;

import org.jspecify.annotations.NullMarked;
