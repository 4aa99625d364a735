/** Log lines of the library; the only package that knows how they are limited and escaped. */
@NullMarked
package io.streamgauge.udf.internal.log;

import org.jspecify.annotations.NullMarked;
