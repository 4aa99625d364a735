/** Functions of the Table API and of SQL. Alone knows {@code org.apache.flink.table}. */
@NullMarked
package io.streamgauge.udf.table;

import org.jspecify.annotations.NullMarked;
