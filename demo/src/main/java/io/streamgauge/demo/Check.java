package io.streamgauge.demo;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Something that must be so. */
record Check(String name, Function<Published, Outcome> rule) {
  /** A number that is published, against one that is known from elsewhere. */
  static Check number(
      String name,
      Function<Published, OptionalDouble> published,
      String elsewhere,
      ToDoubleFunction<Published> expected) {
    return new Check(
        name,
        now -> {
          OptionalDouble actual = published.apply(now);
          double wanted = expected.applyAsDouble(now);
          return new Outcome(
              Objects.equals(actual, OptionalDouble.of(wanted)),
              "published " + text(actual) + ", " + elsewhere + " " + text(wanted));
        });
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? text(value.getAsDouble()) : "nothing";
  }

  private static String text(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** How a check came out, with the numbers that it compared. */
  record Outcome(boolean passed, String detail) {}
}
