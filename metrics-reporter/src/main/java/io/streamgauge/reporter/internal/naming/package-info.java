/** How metrics, labels and their help texts are called: pure functions. */
@NullMarked
package io.streamgauge.reporter.internal.naming;

import org.jspecify.annotations.NullMarked;
