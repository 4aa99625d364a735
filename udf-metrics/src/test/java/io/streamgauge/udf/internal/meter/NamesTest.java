package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {

  @Test
  void bounded_upTo250Characters_isTheValue() {
    String longest = "x".repeat(250);

    assertThat(Names.bounded(longest)).isSameAs(longest);
  }

  @Test
  void bounded_longValues_areCutAndStayDifferent() {
    String one = Names.bounded("x".repeat(30_000));
    String other = Names.bounded("x".repeat(29_999) + "y");

    assertThat(one).hasSize(250).startsWith("x".repeat(241) + "~").isNotEqualTo(other);
  }

  @Test
  void bounded_cutsNoCharacterInHalf() {
    String bounded = Names.bounded("x".repeat(240) + "\ud83d\ude00".repeat(100));

    assertThat(bounded).startsWith("x".repeat(240) + "~").hasSize(249);
  }
}
