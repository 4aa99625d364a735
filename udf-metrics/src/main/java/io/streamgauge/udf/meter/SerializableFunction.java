package io.streamgauge.udf.meter;

import java.io.Serializable;
import java.util.function.Function;

/** A function that goes with the job to its tasks. */
@FunctionalInterface
public interface SerializableFunction<T, R> extends Function<T, R>, Serializable {}
