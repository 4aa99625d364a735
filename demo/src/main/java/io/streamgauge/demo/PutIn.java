package io.streamgauge.demo;

/**
 * What was put into the job since it recovered, and what has to come out.
 *
 * @param job the job's id
 * @param restarts how often it was made to fail
 * @param replayed records from before the recovery that it reads again: those that made it fail
 * @param readings how many readings were put in, late ones included
 * @param late how many of them were late
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
    long late,
    long peaks,
    long peaksInAll,
    long recordsInAll) {}
