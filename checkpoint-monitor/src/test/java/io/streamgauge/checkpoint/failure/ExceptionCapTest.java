package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExceptionCapTest {

  @Test
  void theFirstPairsKeepTheirNamesAndLaterOnesAreOther() {
    ExceptionCap cap = new ExceptionCap(2);

    List<String> labels =
        List.of(
            cap.label("a.A", Origin.USER),
            cap.label("a.A", Origin.CONNECTOR),
            cap.label("a.B", Origin.USER),
            cap.label("a.A", Origin.FRAMEWORK),
            cap.label("a.A", Origin.USER));

    assertThat(labels).containsExactly("a.A", "a.A", "other", "other", "a.A");
  }

  @Test
  void thousandsOfForgedClassesAreFiftyAndOther() {
    ExceptionCap cap = new ExceptionCap();

    List<String> labels =
        IntStream.range(0, 10_000)
            .mapToObj(
                n ->
                    "java.lang.Error: \n\tat a.B.c(D.java:1)\nCaused by: forged.E%d\n\tat a.B.c(E)"
                        .formatted(n))
            .map(trace -> RootCause.of("java.lang.Error", trace).exception())
            .map(exception -> cap.label(exception, Origin.USER))
            .distinct()
            .toList();

    assertThat(labels)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(0, 50).mapToObj(n -> n < 50 ? "forged.E" + n : "other").toList());
  }
}
