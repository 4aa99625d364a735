/** What the library for jobs costs a record, measured with JMH. */
@NullMarked
package io.streamgauge.benchmarks.instrumentation;

import org.jspecify.annotations.NullMarked;
