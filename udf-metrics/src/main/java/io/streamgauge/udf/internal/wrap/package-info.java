/** What every wrapper of a user's function does: to be, but for its one method, that function. */
@NullMarked
package io.streamgauge.udf.internal.wrap;

import org.jspecify.annotations.NullMarked;
