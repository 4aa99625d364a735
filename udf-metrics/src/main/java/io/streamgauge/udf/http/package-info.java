/** Calls with the JDK's client of HTTP; the only package that knows it as a client. */
@NullMarked
package io.streamgauge.udf.http;

import org.jspecify.annotations.NullMarked;
