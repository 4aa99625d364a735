package io.streamgauge.demo;

import java.time.Instant;

/**
 * What a job that is held back has not read.
 *
 * @param unread how many records its source has not got
 * @param uncommitted how many records it would read again, were it started anew
 * @param begin before the first of them was sent
 * @param end when all had been sent
 */
record HeldBack(long unread, long uncommitted, Instant begin, Instant end) {}
