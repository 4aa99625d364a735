package io.streamgauge.reporter.internal.naming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextLimitTest {

  private static final TextLimit LIMIT = new TextLimit(32);

  @Test
  void text_withinTheLimit_isUnchanged() {
    String text = "x".repeat(32);

    assertThat(LIMIT.apply(text)).isSameAs(text);
  }

  @Test
  void text_overTheLimit_endsWithItsHash() {
    assertThat(LIMIT.apply("x".repeat(33))).isEqualTo("x".repeat(23) + "_6fbfd3ac").hasSize(32);
  }

  @Test
  void texts_withTheSameBeginning_stayDistinct() {
    assertThat(LIMIT.apply("x".repeat(40) + 'a')).isNotEqualTo(LIMIT.apply("x".repeat(40) + 'b'));
  }

  @Test
  void limit_countsBytesAsPrometheusDoes() {
    String twoBytesEach = "ü".repeat(17);

    assertThat(LIMIT.apply("ü".repeat(16))).isEqualTo("ü".repeat(16));
    assertThat(LIMIT.apply(twoBytesEach).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(32);
  }

  @Test
  void text_isNeverCutWithinACodePoint() {
    String fourBytesEach = "😀".repeat(10);

    assertThat(LIMIT.apply(fourBytesEach)).startsWith("😀".repeat(5) + '_').hasSize(19);
  }

  @Test
  void shortenedText_staysAsItIs() {
    String shortened = LIMIT.apply("x".repeat(100));

    assertThat(LIMIT.apply(shortened)).isEqualTo(shortened);
  }
}
