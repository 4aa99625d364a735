package io.streamgauge.udf.internal.table;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.inference.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * The methods {@code eval} of a function, of which each call goes to one: that which Flink's
 * generated code would call, by the classes that the plan has for the arguments, or where it has
 * none by those of the arguments themselves.
 *
 * <p>What a method throws comes out as it is. For one thread.
 */
final class EvalMethods implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String EVAL = "eval";
  private static final Class<?>[] NOTHING_YET = new Class<?>[] {void.class};

  private final UserDefinedFunction function;

  /** Null if the plan has nothing to say of this call. */
  private final Class<?> @Nullable [] planned;

  private transient @Nullable MethodHandle last;
  private transient @Nullable Class<?> @Nullable [] lastClasses;

  private EvalMethods(UserDefinedFunction function, Class<?> @Nullable [] planned) {
    this.function = function;
    this.planned = planned;
  }

  /** Those of a function that nothing is known of yet but its class. */
  static EvalMethods of(UserDefinedFunction function) {
    return new EvalMethods(function, null);
  }

  /**
   * Those of a function in one call of a query.
   *
   * @param first the classes of what Flink adds before the arguments
   */
  static EvalMethods planned(UserDefinedFunction function, CallContext call, Class<?>... first) {
    return new EvalMethods(function, plannedClasses(function, call, first));
  }

  private static Class<?> @Nullable [] plannedClasses(
      UserDefinedFunction function, CallContext call, Class<?>[] first) {
    List<DataType> types;
    try {
      types =
          function
              .getTypeInference(call.getDataTypeFactory())
              .getInputTypeStrategy()
              .inferInputTypes(call, false)
              .orElse(null);
    } catch (RuntimeException e) {
      // The planner is about to run into it itself, and then tells it better.
      return null;
    }
    if (types == null) {
      return null;
    }
    Class<?>[] classes = Arrays.copyOf(first, first.length + types.size());
    for (int i = 0; i < types.size(); i++) {
      classes[first.length + i] = types.get(i).getConversionClass();
    }
    return new Overloads(function.getClass(), EVAL).choice(classes) == null ? null : classes;
  }

  /**
   * The arguments, each an element. Java hands over a single argument that is an array of objects
   * in place of the array of all arguments.
   *
   * @param first how many were added before them, and are not among them
   */
  @Nullable Object[] arguments(@Nullable Object @Nullable [] given, int first) {
    boolean isArgument =
        planned == null
            ? given == null || given.getClass() != Object[].class
            : planned.length == first + 1 && Object[].class.isAssignableFrom(planned[first]);
    return given == null || isArgument ? new Object[] {given} : given;
  }

  /** Calls the method for these arguments; null if it returns nothing. */
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    MethodHandle method = last;
    if (method == null || (planned == null && !areOfLastClasses(arguments))) {
      method = found(arguments);
    }
    return (Object) method.invokeExact(arguments);
  }

  private boolean areOfLastClasses(@Nullable Object[] arguments) {
    @Nullable Class<?>[] known = lastClasses == null ? NOTHING_YET : lastClasses;
    boolean areSame = known.length == arguments.length;
    for (int i = 0; areSame && i < arguments.length; i++) {
      areSame = known[i] == classOf(arguments[i]);
    }
    return areSame;
  }

  private static @Nullable Class<?> classOf(@Nullable Object argument) {
    return argument == null ? null : argument.getClass();
  }

  private MethodHandle found(@Nullable Object[] arguments) throws IllegalAccessException {
    @Nullable Class<?>[] classes = planned;
    if (classes == null) {
      classes = new Class<?>[arguments.length];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = classOf(arguments[i]);
      }
    }
    MethodHandle method = method(classes);
    last = method;
    lastClasses = classes;
    return method;
  }

  private MethodHandle method(@Nullable Class<?>[] classes) throws IllegalAccessException {
    Overloads.Choice choice = new Overloads(function.getClass(), EVAL).choice(classes);
    if (choice == null) {
      throw new ValidationException(
          "no method 'eval' of "
              + function.getClass().getName()
              + " takes arguments of the classes "
              + Arrays.toString(classes));
    }
    return handle(choice, classes.length);
  }

  private MethodHandle handle(Overloads.Choice choice, int arguments)
      throws IllegalAccessException {
    // The class need not be public, as Flink's checks of it do not see it behind the wrapper.
    choice.method().trySetAccessible();
    MethodHandle handle = MethodHandles.publicLookup().unreflect(choice.method()).asFixedArity();
    if (!Modifier.isStatic(choice.method().getModifiers())) {
      handle = handle.bindTo(function);
    }
    if (choice.isSpread()) {
      int fixed = handle.type().parameterCount() - 1;
      handle = handle.asCollector(handle.type().parameterType(fixed), arguments - fixed);
    }
    return handle
        .asType(MethodType.genericMethodType(arguments))
        .asSpreader(Object[].class, arguments);
  }
}
