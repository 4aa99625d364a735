package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypeTest {

  private enum Level {
    LOW,
    VERY_HIGH
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "boolean | false | yes | it must be true or false",
        "duration | 5 min | 5 | it must be a duration up to 24 h, like 500 ms, 10 s, 5 min or 1 h",
        "megabytes | 64 MB | 1025 MB | it must be a size from 1 MB to 1024 MB",
        "number | 999999999 | 0 | it must be a whole number from 1 to 999999999",
        "number-from-0 | 0 | -1 | it must be a whole number from 0 to 999999999",
        "number-from-128 | 128 | 127 | it must be a whole number from 128 to 999999999",
        "sources | a/b, c* | a/b, c | each name must be <job>/<operator>, in which * stands for any"
            + " characters"
      })
  void named_hasTheRuleOfItsWord(String word, String valid, String malformed, String rule) {
    OptionType<?> type = OptionType.named(word);

    assertThat(type.word()).isEqualTo(word);
    assertThat(type.isValid(' ' + valid + ' ')).isTrue();
    assertThat(type.isValid(malformed)).isFalse();
    assertThat(type.rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "integer", "number-from-", "number-from-x", "number-from-07", "Boolean"})
  void named_unknownWord_isRefused(String word) {
    assertThatThrownBy(() -> OptionType.named(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no type '" + word + "'");
  }

  @Test
  void parse_returnsTheValue() {
    assertThat(OptionType.BOOLEAN.parse("TRUE")).contains(true);
    assertThat(OptionType.DURATION.parse("5 min")).contains(Duration.ofMinutes(5));
    assertThat(OptionType.MEGABYTES.parse("1024MB")).contains(1 << 30);
    assertThat(OptionType.number("files").parse(" 7 ")).contains(7);
    assertThat(OptionType.listOf("names").parse("a, ,b")).contains(List.of("a", "b"));
    assertThat(OptionType.text("path").parse(" a b ")).contains("a b");
  }

  @Test
  void sources_malformedNameStaysInTheValue() {
    assertThat(OptionType.SOURCES.parse("a/b, c")).contains(List.of("a/b", "c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 MB", "01 MB", "64", "64 kB", "64  MB", "10000 MB"})
  void megabytes_malformed_isNoValue(String text) {
    assertThat(OptionType.MEGABYTES.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"010", "00", "-1", "+1", "1.0", "1000000000", ""})
  void number_malformedOrWithLeadingZero_isNoValue(String text) {
    assertThat(OptionType.number("files").parse(text)).isEmpty();
    assertThat(OptionType.number("files", 0).parse(text)).isEmpty();
  }

  @Test
  void oneOf_takesTheConstantsInLowerCase() {
    OptionType<Level> type = OptionType.oneOf(Level.class);

    assertThat(type.parse("very_high")).contains(Level.VERY_HIGH);
    assertThat(type.parse("LOW")).isEmpty();
    assertThat(type.rule()).isEqualTo("it must be low or very_high");
    assertThat(type.description()).isEqualTo("low or very_high");
    assertThat(type.word()).isEqualTo("text");
  }

  @Test
  void map_keepsWordAndRule() {
    OptionType<Integer> count = OptionType.SOURCES.map(List::size);

    assertThat(count.parse("a/b, c/d")).contains(2);
    assertThat(count.isValid("a")).isFalse();
    assertThat(count.word()).isEqualTo("sources");
  }

  @Test
  void map_takesFunctionOfASupertypeToASubtype() {
    Function<Collection<?>, Integer> size = Collection::size;
    OptionType<Number> count = OptionType.SOURCES.map(size);

    assertThat(count.parse("a/b")).contains(1);
  }
}
