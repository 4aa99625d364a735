package io.streamgauge.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A certificate for 127.0.0.1 that nobody but its own trust store trusts, made by the JDK's
 * keytool.
 *
 * @param keyStore what a server serves with, PKCS12
 * @param trustStore what trusts it, PKCS12
 */
public record LoopbackCertificate(Path keyStore, Path trustStore) {
  /** Of both stores and of the key. */
  public static final String PASSWORD = "only-for-tests";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  /**
   * Makes one that is valid for two days.
   *
   * @param directory where the files {@code keys.p12}, {@code trusted.p12} and {@code
   *     certificate.pem} are written
   */
  public static LoopbackCertificate create(Path directory) {
    Path keyStore = directory.resolve("keys.p12");
    Path trustStore = directory.resolve("trusted.p12");
    String certificate = directory.resolve("certificate.pem").toString();
    keytool(
        keyStore,
        List.of(
            "-genkeypair",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            "2",
            "-dname",
            "CN=streamgauge",
            "-ext",
            "SAN=ip:127.0.0.1"));
    keytool(keyStore, List.of("-exportcert", "-rfc", "-file", certificate));
    keytool(trustStore, List.of("-importcert", "-noprompt", "-file", certificate));
    return new LoopbackCertificate(keyStore, trustStore);
  }

  private static void keytool(Path store, List<String> command) {
    List<String> words = new ArrayList<>();
    words.add(JavaCommand.ownHome().resolve("bin/keytool").toString());
    words.addAll(command);
    words.addAll(List.of("-alias", "server", "-storetype", "PKCS12"));
    words.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    Path output = store.resolveSibling("keytool.out");
    ChildProcess.start("keytool", words, Map.of(), output).awaitSuccess(LIMIT);
  }
}
