/** Records that come after the watermark has passed them. */
@NullMarked
package io.streamgauge.udf.late;

import org.jspecify.annotations.NullMarked;
