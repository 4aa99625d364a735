/** Where checkpoints lie: files by their full paths, whatever holds them. */
@NullMarked
package io.streamgauge.checkpoint.store;

import org.jspecify.annotations.NullMarked;
