/**
 * Runs the probes in a process of their own: {@code java -jar streamgauge-<version>.jar --config
 * <file>}, with the same keys as inside Flink, for what must outlive the JobManager.
 *
 * <p>What Flink would have provided lies nested in the jar. {@code Launcher} knows the JDK alone
 * and opens it; {@code StandaloneMonitor} then runs in its class loader.
 */
@NullMarked
package io.streamgauge.reporter.standalone;

import org.jspecify.annotations.NullMarked;
