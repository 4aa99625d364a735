/** Events in the life of a job, one line of JSON each, on a logger of their own. */
@NullMarked
package io.streamgauge.checkpoint.event;

import org.jspecify.annotations.NullMarked;
