/** What comes into a job and goes out of it, at the schemas: how much, and what is rejected. */
@NullMarked
package io.streamgauge.udf.stream;

import org.jspecify.annotations.NullMarked;
