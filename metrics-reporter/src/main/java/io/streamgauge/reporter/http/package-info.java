/** Serves bodies over HTTP. The only package that imports Netty. */
@NullMarked
package io.streamgauge.reporter.http;

import org.jspecify.annotations.NullMarked;
