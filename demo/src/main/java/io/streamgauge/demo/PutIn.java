package io.streamgauge.demo;

/**
 * What was put into the job since it recovered, and what has to come out.
 *
 * @param job the job's id
 * @param restarts how often it was made to fail
 * @param replayed records from before the recovery that it reads again: those that made it fail
 * @param readings how many readings were put in, late ones included
 * @param unreadable how many records were put in that it cannot read
 * @param late how many of the readings were late
 * @param lateMillis how late they were together, in milliseconds of event time
 * @param calls about which of the readings remote stations are asked
 * @param peaks how many peaks it must write
 * @param peaksInAll the same since its start
 * @param recordsInAll how many records were put in since its start, those included that are no
 *     readings
 */
record PutIn(
    String job,
    long restarts,
    long replayed,
    long readings,
    long unreadable,
    long late,
    long lateMillis,
    Calls calls,
    long peaks,
    long peaksInAll,
    long recordsInAll) {}
