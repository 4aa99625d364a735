package io.streamgauge.reporter.naming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What there is to say of our families and of Flink's main ones, by their names. Immutable. */
public final class Catalogue {

  private static final String RESOURCE = "catalogue.tsv";

  private final Map<String, Kind> kinds;
  private final Map<String, String> helps;

  private Catalogue(Map<String, Kind> kinds, Map<String, String> helps) {
    this.kinds = kinds;
    this.helps = helps;
  }

  /** Reads the catalogue that lies beside this class. */
  public static Catalogue load() {
    InputStream resource = Catalogue.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("The resource " + RESOURCE + " is missing from the jar");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      Map<String, Kind> kinds = new HashMap<>();
      Map<String, String> helps = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] columns = line.split("\t", 4);
          kinds.put(columns[0], Kind.valueOf(columns[1].toUpperCase(Locale.ROOT)));
          helps.put(columns[0], columns[3]);
        }
      }
      return new Catalogue(kinds, helps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The header of a family of ours.
   *
   * @param name without the prefix {@code streamgauge_}
   * @throws IllegalArgumentException if the catalogue has no such family
   */
  public FamilyHeader ours(String name) {
    String family = MetricNames.OURS + '_' + name;
    Kind kind = kinds.get(family);
    if (kind == null) {
      throw new IllegalArgumentException("The catalogue has no family " + family);
    }
    return FamilyHeader.of(family, kind, help(family));
  }

  /** Whether the catalogue lists a family. */
  public boolean contains(String familyName) {
    return kinds.containsKey(familyName);
  }

  /** The help text of a family, empty when it is not in the catalogue. */
  public String help(String familyName) {
    return helps.getOrDefault(familyName, "");
  }
}
