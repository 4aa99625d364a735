package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ClassNamesTest {

  @Test
  void aLambdaIsCalledByTheClassThatItStandsIn() {
    Runnable lambda = () -> {};

    assertThat(ClassNames.of(lambda.getClass()))
        .isEqualTo("io.streamgauge.udf.internal.meter.ClassNamesTest lambda");
  }

  @Test
  void aProxyIsCalledByItsInterface() {
    Object proxy =
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Runnable.class}, (p, m, a) -> null);

    assertThat(ClassNames.of(proxy.getClass())).isEqualTo("java.lang.Runnable");
  }

  @Test
  void anOrdinaryClassHasItsName() {
    assertThat(ClassNames.of(String.class)).isEqualTo("java.lang.String");
  }

  @Test
  void whatOnlyCarriesAnExceptionIsNotNamed() {
    Throwable carried =
        new CompletionException(
            new ExecutionException(
                new UndeclaredThrowableException(
                    new InvocationTargetException(new IOException("disk full")))));

    assertThat(ClassNames.of(carried)).isEqualTo("java.io.IOException");
  }

  @Test
  void aCarrierWithoutALoadIsNamed() {
    assertThat(ClassNames.of(new CompletionException("empty", null)))
        .isEqualTo("java.util.concurrent.CompletionException");
  }
}
