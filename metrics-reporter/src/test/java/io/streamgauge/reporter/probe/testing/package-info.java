/** What probes are tested with, in whichever module they are. */
package io.streamgauge.reporter.probe.testing;
