/** What the tests look at metrics with: by hand-made groups, or by a reporter in a real job. */
@NullMarked
package io.streamgauge.udf.testing;

import org.jspecify.annotations.NullMarked;
