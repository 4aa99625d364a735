/** Serves bodies over HTTP. The only package that imports Netty. */
@NullMarked
package io.streamgauge.reporter.internal.http;

import org.jspecify.annotations.NullMarked;
