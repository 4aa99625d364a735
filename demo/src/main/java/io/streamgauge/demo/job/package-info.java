/** The job that the demo watches. */
@NullMarked
package io.streamgauge.demo.job;

import org.jspecify.annotations.NullMarked;
