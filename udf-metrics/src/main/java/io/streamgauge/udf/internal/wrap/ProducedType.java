package io.streamgauge.udf.internal.wrap;

import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.InvalidTypesException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.MissingTypeInfo;
import org.apache.flink.api.java.typeutils.TypeExtractor;

/** What Flink would find out about a function that a wrapper hides. */
public final class ProducedType {

  private static final int NOT_COMPARED = -1;

  private ProducedType() {}

  /**
   * The type that a function produces, as its class or its lambda shows it. Where it follows from
   * the input alone, as of {@code class Same<T> implements MapFunction<T, T>}, or of a lambda that
   * produces something generic, it is one that makes Flink ask for {@code returns(...)}.
   *
   * @param base the interface or class of Flink's that it implements
   * @param output which of its type parameters is what it produces
   * @param lambdaOutput where in the parameters of its method that type stands, see {@link
   *     TypeExtractor#getUnaryOperatorReturnType}; empty if it is what it returns
   */
  @SuppressWarnings("unchecked")
  public static <T> TypeInformation<T> of(
      Function function, Class<?> base, int output, int[] lambdaOutput) {
    if (TypeBindings.of(function.getClass()).isOpen(base, output)) {
      return (TypeInformation<T>) missing(function);
    }
    return TypeExtractor.getUnaryOperatorReturnType(
        function, base, NOT_COMPARED, output, lambdaOutput, null, null, true);
  }

  /** Without the input, the extractor takes a type variable in a POJO for an {@code Object}. */
  private static TypeInformation<?> missing(Function function) {
    String name = function.getClass().getName();
    return new MissingTypeInfo(
        name,
        new InvalidTypesException(
            "What " + name + " produces follows from its input, which a wrapper does not know."));
  }
}
