/** Calls to databases: the only package that knows JDBC's data sources and statements. */
@NullMarked
package io.streamgauge.udf.jdbc;

import org.jspecify.annotations.NullMarked;
