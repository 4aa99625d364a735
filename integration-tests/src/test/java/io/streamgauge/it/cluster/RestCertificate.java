package io.streamgauge.it.cluster;

import io.streamgauge.cluster.LoopbackCertificate;
import java.nio.file.Path;
import java.util.Map;

/** A certificate for 127.0.0.1 that Flink's REST API serves with. */
record RestCertificate(LoopbackCertificate stores) {
  static RestCertificate create(Path directory) {
    return new RestCertificate(LoopbackCertificate.create(directory));
  }

  /** The keys that put Flink's REST API behind TLS. */
  Map<String, String> configuration() {
    return Map.of(
        "security.ssl.rest.enabled",
        "true",
        "security.ssl.rest.keystore",
        stores.keyStore().toString(),
        "security.ssl.rest.keystore-password",
        LoopbackCertificate.PASSWORD,
        "security.ssl.rest.key-password",
        LoopbackCertificate.PASSWORD,
        "security.ssl.rest.truststore",
        stores.trustStore().toString(),
        "security.ssl.rest.truststore-password",
        LoopbackCertificate.PASSWORD);
  }

  /** The options that make a JVM trust it, and nothing else. */
  String[] jvmOptions() {
    return new String[] {
      "-Djavax.net.ssl.trustStore=" + stores.trustStore(),
      "-Djavax.net.ssl.trustStorePassword=" + LoopbackCertificate.PASSWORD
    };
  }
}
