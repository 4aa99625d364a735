package io.streamgauge.cluster;

/** A way into a {@link KafkaBroker}, named as Kafka's {@code security.protocol}. */
public enum KafkaListener {
  /** Without a login: what connects is {@code User:ANONYMOUS}. Every broker has it. */
  PLAINTEXT,
  /** Behind a login. */
  SASL_PLAINTEXT,
  /** Behind TLS: what connects is {@code User:ANONYMOUS}. */
  SSL,
  /** Behind TLS and a login. */
  SASL_SSL;

  boolean isEncrypted() {
    return this == SSL || this == SASL_SSL;
  }

  boolean hasLogin() {
    return this == SASL_PLAINTEXT || this == SASL_SSL;
  }
}
