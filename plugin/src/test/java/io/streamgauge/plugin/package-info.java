/** Tests of the finished jar. */
@NullMarked
package io.streamgauge.plugin;

import org.jspecify.annotations.NullMarked;
