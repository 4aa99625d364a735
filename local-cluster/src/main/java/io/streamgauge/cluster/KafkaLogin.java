package io.streamgauge.cluster;

import java.util.Map;

/** How a client of a {@link KafkaBroker} logs in. Immutable. */
public final class KafkaLogin {
  private static final String MODULES = "org.apache.kafka.common.security.";

  private final String mechanism;
  private final String module;
  private final String options;

  private KafkaLogin(String mechanism, String module, String options) {
    this.mechanism = mechanism;
    this.module = module;
    this.options = options;
  }

  public static KafkaLogin plain(String user, String password) {
    return new KafkaLogin("PLAIN", MODULES + "plain.PlainLoginModule", credentials(user, password));
  }

  public static KafkaLogin scramSha256(String user, String password) {
    return scram("SCRAM-SHA-256", user, password);
  }

  public static KafkaLogin scramSha512(String user, String password) {
    return scram("SCRAM-SHA-512", user, password);
  }

  private static KafkaLogin scram(String mechanism, String user, String password) {
    return new KafkaLogin(
        mechanism, MODULES + "scram.ScramLoginModule", credentials(user, password));
  }

  /** A token that nobody has signed, which the broker takes: that of OAUTHBEARER's examples. */
  public static KafkaLogin unsecuredToken(String user) {
    return new KafkaLogin(
        "OAUTHBEARER",
        MODULES + "oauthbearer.OAuthBearerLoginModule",
        "unsecuredLoginStringClaim_sub=\"" + user + '"');
  }

  /** The same with a login module of another name. */
  public KafkaLogin module(String className) {
    return new KafkaLogin(mechanism, className, options);
  }

  /** The client properties {@code sasl.mechanism} and {@code sasl.jaas.config}. */
  public Map<String, String> properties() {
    return Map.of(
        "sasl.mechanism", mechanism, "sasl.jaas.config", module + " required " + options + ';');
  }

  private static String credentials(String user, String password) {
    return "username=\"" + user + "\" password=\"" + password + '"';
  }
}
