package io.streamgauge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A certificate for 127.0.0.1, made by the JDK's keytool.
 *
 * @param keyStore what Flink serves with
 * @param trustStore what trusts it
 */
record RestCertificate(Path keyStore, Path trustStore) {
  private static final String PASSWORD = "only-for-tests";

  static RestCertificate create(Path directory) {
    Path keyStore = directory.resolve("keys.p12");
    Path trustStore = directory.resolve("trusted.p12");
    Path certificate = directory.resolve("certificate.pem");
    keytool(
        keyStore,
        List.of("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2"),
        List.of("-dname", "CN=streamgauge", "-ext", "SAN=ip:127.0.0.1"));
    keytool(keyStore, List.of("-exportcert", "-rfc", "-file", certificate.toString()), List.of());
    keytool(
        trustStore,
        List.of("-importcert", "-noprompt", "-file", certificate.toString()),
        List.of());
    return new RestCertificate(keyStore, trustStore);
  }

  /** The keys that put Flink's REST API behind TLS. */
  Map<String, String> configuration() {
    return Map.of(
        "security.ssl.rest.enabled",
        "true",
        "security.ssl.rest.keystore",
        keyStore.toString(),
        "security.ssl.rest.keystore-password",
        PASSWORD,
        "security.ssl.rest.key-password",
        PASSWORD,
        "security.ssl.rest.truststore",
        trustStore.toString(),
        "security.ssl.rest.truststore-password",
        PASSWORD);
  }

  /** The options that make a JVM trust it, and nothing else. */
  String[] jvmOptions() {
    return new String[] {
      "-Djavax.net.ssl.trustStore=" + trustStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD
    };
  }

  private static void keytool(Path store, List<String> command, List<String> more) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(command);
    words.addAll(more);
    words.addAll(List.of("-alias", "rest", "-storetype", "PKCS12"));
    words.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
