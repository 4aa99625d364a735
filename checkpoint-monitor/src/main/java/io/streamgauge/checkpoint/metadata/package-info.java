/** What a checkpoint's {@code _metadata} refers to, read with Flink's own classes. */
@NullMarked
package io.streamgauge.checkpoint.metadata;

import org.jspecify.annotations.NullMarked;
