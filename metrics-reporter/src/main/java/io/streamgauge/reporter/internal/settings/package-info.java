/** What the reporter was configured to do, and what is wrong with that. */
@NullMarked
package io.streamgauge.reporter.internal.settings;

import org.jspecify.annotations.NullMarked;
