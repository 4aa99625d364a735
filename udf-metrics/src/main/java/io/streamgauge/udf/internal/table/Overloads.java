package io.streamgauge.udf.internal.table;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The public methods of one name, among which is chosen as the Java language does for arguments of
 * given classes (JLS 15.12.2): without boxing if possible, then with it, then with a variable
 * number of arguments; and of those that could be called, the most specific.
 */
final class Overloads {

  /** Each can be widened to those after it; {@code char} to those from {@code int} on. */
  private static final List<Class<?>> WIDENING =
      List.of(byte.class, short.class, int.class, long.class, float.class, double.class);

  private final List<Method> methods;

  Overloads(Class<?> type, String name) {
    methods =
        Arrays.stream(type.getMethods())
            .filter(method -> method.getName().equals(name))
            // Of two with equal parameters, the one that was written; and the same on every JVM.
            .sorted(Comparator.comparing(Method::isBridge).thenComparing(Method::toString))
            .collect(Collectors.toList());
  }

  /**
   * The method for arguments of these classes, null for one of which nothing is known but that it
   * is null; itself null if there is none.
   */
  @Nullable Choice choice(@Nullable Class<?>[] arguments) {
    Choice choice = chosen(arguments, false, each -> takes(each, arguments, false));
    if (choice == null) {
      choice = chosen(arguments, false, each -> takes(each, arguments, true));
    }
    return choice == null
        ? chosen(arguments, true, each -> each.isVarArgs() && takesSpread(each, arguments))
        : choice;
  }

  private @Nullable Choice chosen(
      @Nullable Class<?>[] arguments, boolean isSpread, Predicate<Method> isApplicable) {
    List<Choice> applicable =
        methods.stream()
            .filter(isApplicable)
            .map(method -> new Choice(method, isSpread, arguments.length))
            .collect(Collectors.toList());
    return applicable.stream()
        .filter(each -> applicable.stream().allMatch(each::isAsSpecificAs))
        .findFirst()
        // Java would call it ambiguous; a null that is not known better may have led here.
        .orElse(applicable.isEmpty() ? null : applicable.get(0));
  }

  private static boolean takes(Method method, @Nullable Class<?>[] arguments, boolean boxes) {
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!isConvertible(arguments[i], parameters[i], boxes)) {
        return false;
      }
    }
    return true;
  }

  private static boolean takesSpread(Method method, @Nullable Class<?>[] arguments) {
    if (arguments.length < method.getParameterCount() - 1) {
      return false;
    }
    Class<?>[] parameters = spread(method.getParameterTypes(), arguments.length);
    for (int i = 0; i < arguments.length; i++) {
      if (!isConvertible(arguments[i], parameters[i], true)) {
        return false;
      }
    }
    return true;
  }

  /** The parameters of a method that is called with a variable number of arguments. */
  private static Class<?>[] spread(Class<?>[] parameters, int count) {
    Class<?>[] spread = Arrays.copyOf(parameters, count);
    for (int i = parameters.length - 1; i < count; i++) {
      spread[i] = parameters[parameters.length - 1].getComponentType();
    }
    return spread;
  }

  private static boolean isConvertible(@Nullable Class<?> from, Class<?> to, boolean boxes) {
    if (from == null) {
      return !to.isPrimitive();
    }
    return isSubtype(from, to)
        || (boxes && from.isPrimitive() && isSubtype(boxed(from), to))
        || (boxes && to.isPrimitive() && isSubtype(unboxed(from), to));
  }

  private static boolean isSubtype(Class<?> from, Class<?> to) {
    if (!from.isPrimitive() || !to.isPrimitive()) {
      return to.isAssignableFrom(from);
    }
    int source = from == char.class ? WIDENING.indexOf(short.class) : WIDENING.indexOf(from);
    return from == to || (source >= 0 && source < WIDENING.indexOf(to));
  }

  private static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  private static Class<?> unboxed(Class<?> type) {
    return MethodType.methodType(type).unwrap().returnType();
  }

  /** A method and how it is called. */
  static final class Choice {

    private final Method method;
    private final boolean isSpread;
    private final Class<?>[] parameters;

    private Choice(Method method, boolean isSpread, int arguments) {
      this.method = method;
      this.isSpread = isSpread;
      parameters =
          isSpread ? spread(method.getParameterTypes(), arguments) : method.getParameterTypes();
    }

    Method method() {
      return method;
    }

    /** Whether the last arguments are put into an array. */
    boolean isSpread() {
      return isSpread;
    }

    private boolean isAsSpecificAs(Choice other) {
      for (int i = 0; i < parameters.length; i++) {
        if (!isSubtype(parameters[i], other.parameters[i])) {
          return false;
        }
      }
      return true;
    }
  }
}
