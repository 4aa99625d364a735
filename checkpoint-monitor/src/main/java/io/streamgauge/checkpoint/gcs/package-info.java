/**
 * Google Cloud Storage, through Google's own client over HTTP.
 *
 * <p>The only package that imports Google's classes. It lies in a jar of its own beside theirs, and
 * is loaded with them when a checkpoint lies in {@code gs://}.
 */
@NullMarked
package io.streamgauge.checkpoint.gcs;

import org.jspecify.annotations.NullMarked;
