/** The jobs that the clusters run; a jar is made of this package alone. */
@NullMarked
package io.streamgauge.it.cluster.job;

import org.jspecify.annotations.NullMarked;
