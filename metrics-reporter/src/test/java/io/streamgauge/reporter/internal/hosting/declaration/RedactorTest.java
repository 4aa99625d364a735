package io.streamgauge.reporter.internal.hosting.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required"
          + " username=\"reader\" password=\"canary-1\";";

  private final Redactor redactor =
      new Redactor(
          Map.of(
              "prod.properties.sasl.jaas.config", LOGIN,
              "prod.properties.ssl.keystore.password", "canary-2",
              "prod.bootstrap", "broker:9092"),
          new KeyRules(new Properties())::isSecret);

  @Test
  void secretsAndTheirPartsAreHidden() {
    assertThat(redactor.redacted("Invalid value " + LOGIN + " for sasl.jaas.config"))
        .isEqualTo("Invalid value [hidden] for sasl.jaas.config");
    assertThat(redactor.redacted("login of reader with canary-1 refused"))
        .isEqualTo("login of reader with [hidden] refused");
    assertThat(redactor.redacted("keystore: canary-2")).isEqualTo("keystore: [hidden]");
  }

  @Test
  void whatIsNoSecretStays() {
    assertThat(redactor.redacted("broker:9092 refuses connections"))
        .isEqualTo("broker:9092 refuses connections");
  }

  @ParameterizedTest
  @CsvSource({
    "login, true",
    "place, false",
    "api-token, true",
    "main.properties.ssl.key.password, true",
    "main.properties.client.id, false",
    "main.login.user, true",
    "unknown.password, true",
    "unknown.place, false"
  })
  void valueOfDeclaredKey_isHiddenByMarkOrName(String key, boolean isHidden) {
    Properties declared = new Properties();
    declared.setProperty("key.login", "text secret");
    declared.setProperty("key.place", "text");
    declared.setProperty("key.api-token", "text");
    declared.setProperty("key.*.properties.**", "text");
    declared.setProperty("key.*.login.**", "text secret");
    Redactor ofDeclared = new Redactor(Map.of(key, "canary-3"), new KeyRules(declared)::isSecret);

    assertThat(ofDeclared.redacted("found canary-3"))
        .isEqualTo(isHidden ? "found [hidden]" : "found canary-3");
  }

  @Test
  void anExceptionIsDescribedWithItsCausesAndWithoutSecrets() {
    Exception failure =
        new IllegalStateException("cannot log in", new IllegalArgumentException("canary-1?"));

    assertThat(redactor.describe(failure))
        .isEqualTo(
            "java.lang.IllegalStateException: cannot log in;"
                + " caused by java.lang.IllegalArgumentException: [hidden]?");
  }

  @Test
  void anExceptionThatCannotTellItsMessageIsNamed() {
    assertThat(redactor.describe(new SilentException())).isEqualTo(SilentException.class.getName());
  }

  private static final class SilentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }
}
