package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListsTest {

  @Test
  void itemsStandBetweenCommas() {
    assertThat(Lists.parse(" orders-job/*, billing/Source: payments,a "))
        .containsExactly("orders-job/*", "billing/Source: payments", "a");
  }

  @Test
  void emptyItemsAreKept() {
    assertThat(Lists.parse("a,,b,")).containsExactly("a", "", "b", "");
    assertThat(Lists.parse("")).containsExactly("");
  }

  @Test
  void aListOfYamlIsItsItems() {
    assertThat(Lists.parse("[orders-job/*, 'billing/Source: a, b', '*-dlq', 'it''s', 9250, '']"))
        .containsExactly("orders-job/*", "billing/Source: a, b", "*-dlq", "it's", "9250", "");
    assertThat(Lists.parse(" [it's] ")).containsExactly("it's");
    assertThat(Lists.parse("[]")).isEmpty();
  }

  @Test
  void bracketsOfNamesAreNoList() {
    assertThat(Lists.parse("[a]/x, y/[b]")).containsExactly("[a]/x", "y/[b]");
    assertThat(Lists.parse("[::1]:9092,[::2]")).containsExactly("[::1]:9092", "[::2]");
  }

  @Test
  void aLongListIsReadToo() {
    String item = "'" + "it''s ".repeat(20_000) + "'";

    assertThat(Lists.parse("[" + item + ", b]")).hasSize(2).endsWith("b");
  }
}
