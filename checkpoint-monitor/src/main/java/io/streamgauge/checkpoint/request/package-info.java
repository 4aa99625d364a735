/** What the probes asked of others: how often, with which result, and how long it took. */
@NullMarked
package io.streamgauge.checkpoint.request;

import org.jspecify.annotations.NullMarked;
