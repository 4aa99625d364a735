package io.streamgauge.udf.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonShapeTest {

  private static Map<String, String> read(JsonShape shape, String json) throws IOException {
    return shape.entries(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void textsOfAMapAreTakenAsTheyAreAndOtherValuesAsTheirJson() throws IOException {
    Map<String, String> entries =
        read(
            JsonShape.MAP,
            "{\"text\":\"D\\u00fcsseldorf \\\"x\\\"\",\"long\":9007199254740993,\"exact\":1.10,"
                + "\"yes\":true,\"none\":null,\"list\":[1, \"a\", null],\"nested\": {\"b\": 1.50}}");

    assertThat(entries)
        .isEqualTo(
            Map.of(
                "text", "Düsseldorf \"x\"",
                "long", "9007199254740993",
                "exact", "1.10",
                "yes", "true",
                "list", "[1,\"a\",null]",
                "nested", "{\"b\":1.50}"));
  }

  @Test
  void elementsOfASetAreKeys() throws IOException {
    Map<String, String> entries = read(JsonShape.SET, " [\"de\", \"fr\", 7, null, \"de\"] ");

    assertThat(entries).isEqualTo(Map.of("de", "de", "fr", "fr", "7", "7"));
  }

  @Test
  void thereMayBeNone() throws IOException {
    assertThat(read(JsonShape.MAP, "{}")).isEmpty();
    assertThat(read(JsonShape.SET, "[]")).isEmpty();
  }

  @Test
  void aMarkOfTheByteOrderIsNoPartOfIt() throws IOException {
    assertThat(read(JsonShape.MAP, "\uFEFF{\"a\":\"b\"}")).isEqualTo(Map.of("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":",
        "{\"a\":\"b\"",
        "{\"a\":\"b\",}",
        "{\"a\":\"b\"}{",
        "{\"a\":\"b\"}x",
        "{a:\"b\"}",
        "{'a':'b'}",
        "{\"a\":b}",
        "{\"a\":[1,}",
        "{\"a\":{\"b\":}}",
        "[\"a\"]",
        "\"a\"",
        "null",
        "17",
        "{\"a\":NaN}",
        "<html></html>"
      })
  void whatIsNoJsonObjectIsNoMap(String json) {
    assertThatThrownBy(() -> read(JsonShape.MAP, json)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"b\"}", "[\"a\"", "[\"a\",]", "[\"a\"] 1", "\"a\""})
  void whatIsNoJsonArrayIsNoSet(String json) {
    assertThatThrownBy(() -> read(JsonShape.SET, json)).isInstanceOf(IOException.class);
  }

  @Test
  void anotherShapeIsToldByItsName() {
    assertThatThrownBy(() -> read(JsonShape.MAP, "[1]"))
        .hasMessage("it must be an object, not BEGIN_ARRAY");
  }

  @Test
  void aKeyThatIsThereTwiceIsAFault() {
    assertThatThrownBy(() -> read(JsonShape.MAP, "{\"a\":\"b\",\"a\":\"c\"}"))
        .hasMessage("the key 'a' is there twice");
  }

  @Test
  void bytesThatAreNotUtf8AreAFault() {
    byte[] latin = "{\"a\":\"D\u00fcsseldorf\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> JsonShape.MAP.entries(latin)).hasMessage("it is not UTF-8");
  }
}
