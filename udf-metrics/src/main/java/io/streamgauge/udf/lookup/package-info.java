/** Data that is kept in memory and filled from elsewhere: its metrics, and a ready one. */
@NullMarked
package io.streamgauge.udf.lookup;

import org.jspecify.annotations.NullMarked;
