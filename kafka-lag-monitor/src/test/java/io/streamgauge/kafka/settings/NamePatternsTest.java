package io.streamgauge.kafka.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | orders",
        "orders, payments | payments",
        "orders,payments | orders",
        "* | anything at all",
        "payments-* | payments-",
        "payments-* | payments-eu.v2",
        "*-dlq | orders-dlq",
        "orders-job/* | orders-job/Source: a, b/c",
        "*/Source: payments | billing/Source: payments",
        "a*b*c | aXbYc",
        "['orders-job/*', 'billing/Source: a, b'] | billing/Source: a, b",
        "a.b+(c)[d]$ | a.b+(c)[d]$",
        "a\\Eb | a\\Eb"
      })
  void aNameMatches(String list, String name) {
    assertThat(patterns(list).matches(name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders | orders-v2",
        "orders | my-orders",
        "orders | Orders",
        "payments-* | payments",
        "*-dlq | orders-dlq-2",
        "orders-job/* | orders-job",
        "a.b | aXb",
        "a*b*c | acb"
      })
  void anotherNameDoesNot(String list, String name) {
    assertThat(patterns(list).matches(name)).isFalse();
  }

  @Test
  void aStarIsALineBreakToo() {
    assertThat(patterns("job/*").matches("job/a\nb")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ",", " , ,"})
  void nothingMatchesAnEmptyList(String list) {
    NamePatterns patterns = patterns(list);

    assertThat(patterns.isEmpty()).isTrue();
    assertThat(patterns.matches("")).isFalse();
    assertThat(patterns.matches("orders")).isFalse();
  }

  @Test
  void namesAreToldFromPatterns() {
    NamePatterns patterns = patterns("orders-*, billing , a.b,*");

    assertThat(patterns.names()).containsExactly("billing", "a.b");
    assertThat(patterns.hasWildcards()).isTrue();
    assertThat(patterns("billing, a.b").hasWildcards()).isFalse();
    assertThat(patterns).hasToString("orders-*, billing, a.b, *");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "orders-job/* | orders-job/ | true",
        "orders-job/Source: a | orders-job/ | true",
        "*/Source: a | orders-job/ | true",
        "* | orders-job/ | true",
        "orders-*-eu/Source: a | orders-job/ | true",
        "billing/* | orders-job/ | false",
        "orders-job | orders-job/ | false",
        "orders-job-2/* | orders-job/ | false"
      })
  void aBeginningMayStillBecomeAName(String list, String beginning, boolean expected) {
    assertThat(patterns(list).matchesSomeWith(beginning)).isEqualTo(expected);
  }

  private static NamePatterns patterns(String list) {
    return KafkaOptions.GROUPS.type().parse(list).orElseThrow();
  }
}
