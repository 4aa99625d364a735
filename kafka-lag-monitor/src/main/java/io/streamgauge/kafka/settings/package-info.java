/** What the user set: clusters, which sources and groups read them, intervals and limits. */
@NullMarked
package io.streamgauge.kafka.settings;

import org.jspecify.annotations.NullMarked;
