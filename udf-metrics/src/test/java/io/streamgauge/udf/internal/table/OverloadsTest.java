package io.streamgauge.udf.internal.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("unused")
class OverloadsTest {

  static Stream<Arguments> calls() {
    return Stream.of(
        call("(int)", int.class),
        call("(Integer)", Integer.class),
        call("(long)", long.class),
        call("(Object)", Long.class),
        call("(double)", float.class),
        call("(int)", short.class),
        call("(int)", char.class),
        call("(CharSequence)", String.class),
        call("(Object)", List.class),
        call("(String, Object)", String.class, Integer.class),
        call("(String, Integer[]) spread", String.class, int.class, null),
        call("(String, Integer[])", String.class, Integer[].class),
        call("(String, Object)", String.class, Object.class),
        call("(String, Object)", String.class, List.class),
        call("none", Object.class, Object.class),
        call("none"));
  }

  private static Arguments call(String expected, @Nullable Class<?>... classes) {
    return Arguments.argumentSet(
        Arrays.stream(classes)
            .map(each -> each == null ? "null" : each.getSimpleName())
            .collect(Collectors.joining(", ", "(", ")")),
        expected,
        classes);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theMethodIsThatWhichJavaWouldCall(String expected, @Nullable Class<?>[] classes) {
    Overloads.Choice choice = new Overloads(Overloaded.class, "eval").choice(classes);

    assertThat(choice == null ? "none" : text(choice)).isEqualTo(expected);
  }

  private static String text(Overloads.Choice choice) {
    return Arrays.stream(choice.method().getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"))
        + (choice.isSpread() ? " spread" : "");
  }

  public static class Overloaded {
    public void eval(int value) {}

    public void eval(Integer value) {}

    public void eval(long value) {}

    public void eval(double value) {}

    public void eval(CharSequence value) {}

    public void eval(Object value) {}

    public void eval(String value, Object other) {}

    public void eval(String value, Integer... others) {}
  }
}
