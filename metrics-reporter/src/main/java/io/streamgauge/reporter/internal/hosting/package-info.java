/** The interfaces between the host of the probes, the registry and the scrapes. */
@NullMarked
package io.streamgauge.reporter.internal.hosting;

import org.jspecify.annotations.NullMarked;
