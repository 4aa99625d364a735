/**
 * The probe {@code checkpoint-storage} of the leading JobManager: is the last completed checkpoint
 * of each job really there and whole, and how much lies in the job's folder.
 */
@NullMarked
package io.streamgauge.checkpoint.storage;

import org.jspecify.annotations.NullMarked;
