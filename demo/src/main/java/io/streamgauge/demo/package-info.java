/** Starts the job with all that it needs, puts known things in, and compares what is published. */
@NullMarked
package io.streamgauge.demo;

import org.jspecify.annotations.NullMarked;
