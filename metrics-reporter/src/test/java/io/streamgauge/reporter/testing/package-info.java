/** Flink metrics with known values, for the tests of this module and of others. */
package io.streamgauge.reporter.testing;
