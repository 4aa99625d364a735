package io.streamgauge.reporter.internal.hosting.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.reporter.probe.OptionType;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRulesTest {

  @Test
  void nothingDeclaredIsNoRule() {
    assertThat(rules(Map.of("factory", "x", "keys", "text")).isEmpty()).isTrue();
    assertThat(rules(Map.of("key.a", "text")).isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"main.isolation", "a-b_c.isolation", " .isolation"})
  void aStarIsOnePart(String key) {
    assertThat(word(rules(Map.of("key.*.isolation", "text")), key)).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"isolation", ".isolation", "a.b.isolation", "a.isolation.b", "aXisolation"})
  void aStarIsNoOtherNumberOfParts(String key) {
    assertThat(rules(Map.of("key.*.isolation", "text")).typeOf(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"group.orders.sources", "group.orders.v2.sources", "group.sources.sources"})
  void twoStarsAreOneOrMoreParts(String key) {
    assertThat(word(rules(Map.of("key.group.**.sources", "text")), key)).isEqualTo("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"group.sources", "group..sources", "group.orders", "a.group.b.sources"})
  void twoStarsAreAtLeastOneCharacter(String key) {
    assertThat(rules(Map.of("key.group.**.sources", "text")).typeOf(key)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a.b.c, number", "a.b.x, duration", "a.x.c, boolean", "a.x.y, megabytes", "x, text"})
  void theMostLiteralCharactersCount(String key, String type) {
    KeyRules rules =
        rules(
            Map.of(
                "key.**", "text",
                "key.a.**", "megabytes",
                "key.a.*.c", "boolean",
                "key.a.b.*", "duration",
                "key.a.b.c", "number"));

    assertThat(word(rules, key)).isEqualTo(type);
  }

  @Test
  void charactersThatMeanSomethingToARegularExpressionDoNot() {
    KeyRules rules = rules(Map.of("key.a+.*", "text"));

    assertThat(rules.typeOf("a+.b")).isPresent();
    assertThat(rules.typeOf("aa.b")).isEmpty();
  }

  @Test
  void aTypeThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> rules(Map.of("key.*.a", "integer")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no type 'integer'");
  }

  @ParameterizedTest
  @CsvSource({
    "store.place, true",
    "store.key-file, true",
    "store.user, true",
    "main.login.user, true",
    "main.properties.ssl.key.password, true",
    "main.properties.bootstrap.servers, false",
    "a.token, true",
    "a.place, false"
  })
  void isSecret_markedOrNamedLikeASecret(String key, boolean isSecret) {
    KeyRules rules =
        rules(
            Map.of(
                "key.store.place", "text secret",
                "key.store.key-file", "text",
                "key.store.user", " text  secret ",
                "key.*.login.**", "text secret",
                "key.*.properties.**", "text"));

    assertThat(rules.isSecret(key)).isEqualTo(isSecret);
    assertThat(word(rules, "store.place")).isEqualTo("text");
    assertThat(word(rules, "store.user")).isEqualTo("text");
  }

  private static String word(KeyRules rules, String key) {
    return rules.typeOf(key).map(OptionType::word).orElse("none");
  }

  private static KeyRules rules(Map<String, String> declared) {
    Properties properties = new Properties();
    properties.putAll(declared);
    return new KeyRules(properties);
  }
}
