/** Data of a lookup that lies in Google Cloud Storage; alone imports Google's classes. */
@NullMarked
package io.streamgauge.udf.gcs;

import org.jspecify.annotations.NullMarked;
