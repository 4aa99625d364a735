package io.streamgauge.udf.internal.wrap;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a class puts in the place of the type parameters of all that it extends and implements. */
final class TypeBindings {

  private final Map<Type, Type> bound = new HashMap<>();

  private TypeBindings() {}

  static TypeBindings of(Class<?> type) {
    TypeBindings bindings = new TypeBindings();
    bindings.bindAbove(type);
    return bindings;
  }

  private void bindAbove(Class<?> type) {
    bind(type.getGenericSuperclass());
    for (Type each : type.getGenericInterfaces()) {
      bind(each);
    }
  }

  private void bind(@Nullable Type type) {
    if (type instanceof ParameterizedType) {
      ParameterizedType parameterized = (ParameterizedType) type;
      Class<?> raw = (Class<?>) parameterized.getRawType();
      Type[] parameters = raw.getTypeParameters();
      for (int i = 0; i < parameters.length; i++) {
        bound.put(parameters[i], parameterized.getActualTypeArguments()[i]);
      }
      bindAbove(raw);
    } else if (type instanceof Class) {
      bindAbove((Class<?>) type);
    }
  }

  /**
   * Whether what stands for a type parameter holds variables that only a use of the class would
   * bind. Not so if nothing stands for it, as in lambdas.
   */
  boolean isOpen(Class<?> base, int parameter) {
    Type type = bound.get(base.getTypeParameters()[parameter]);
    return type != null && isOpen(type);
  }

  private boolean isOpen(Type type) {
    if (type instanceof TypeVariable) {
      Type binding = bound.get(type);
      return binding == null || isOpen(binding);
    }
    if (type instanceof ParameterizedType) {
      Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
      return Arrays.stream(arguments).anyMatch(this::isOpen);
    }
    return type instanceof GenericArrayType
        && isOpen(((GenericArrayType) type).getGenericComponentType());
  }
}
