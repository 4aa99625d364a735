package io.streamgauge.udf.wrap;

import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.TypeExtractor;

/** What Flink would find out about a function that a wrapper hides. */
public final class ProducedType {

  private static final int NOT_COMPARED = -1;

  private ProducedType() {}

  /**
   * The type that a function produces, as its class or its lambda shows it. Where it follows from
   * the input alone, as of {@code class Same<T> implements MapFunction<T, T>}, it is one that makes
   * Flink ask for {@code returns(...)}.
   *
   * @param base the interface of Flink's that it implements
   * @param output which of the interface's type parameters is what it produces
   * @param lambdaOutput where in the parameters of its method that type stands, see {@link
   *     TypeExtractor#getUnaryOperatorReturnType}; empty if it is what it returns
   */
  public static <T> TypeInformation<T> of(
      Function function, Class<?> base, int output, int[] lambdaOutput) {
    return TypeExtractor.getUnaryOperatorReturnType(
        function, base, NOT_COMPARED, output, lambdaOutput, null, null, true);
  }
}
