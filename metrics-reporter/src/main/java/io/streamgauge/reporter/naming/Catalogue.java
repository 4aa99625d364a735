package io.streamgauge.reporter.naming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Types and help texts of families, by their names: those of Streamgauge and of Flink, or those of
 * a probe with a prefix of its own. Immutable.
 */
public final class Catalogue {

  private static final String RESOURCE = "catalogue.tsv";
  private static final int COLUMNS = 4;

  private final String prefix;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();

  private Catalogue(String prefix, Reader text) throws IOException {
    this.prefix = prefix + '_';
    BufferedReader lines = new BufferedReader(text);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        add(line);
      }
    }
  }

  /** Reads the catalogue that lies beside this class. */
  public static Catalogue load() {
    InputStream resource = Catalogue.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("The resource " + RESOURCE + " is missing from the jar");
    }
    try (Reader text = new InputStreamReader(resource, UTF_8)) {
      return new Catalogue(MetricNames.OURS, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the catalogue of a probe.
   *
   * @param prefix the beginning of the names of its families, without the {@code _} after it
   * @param text a line for each family: name, type, labels and help, between tabs
   * @throws IllegalArgumentException if a line is malformed or a name has another prefix
   */
  public static Catalogue of(String prefix, Reader text) throws IOException {
    Catalogue catalogue = new Catalogue(prefix, text);
    for (String name : catalogue.kinds.keySet()) {
      if (!name.startsWith(catalogue.prefix)) {
        throw new IllegalArgumentException(
            RESOURCE + ": names must begin with " + catalogue.prefix + ", found '" + name + "'");
      }
    }
    return catalogue;
  }

  private void add(String line) {
    String[] columns = line.split("\t", COLUMNS);
    if (columns.length < COLUMNS) {
      throw new IllegalArgumentException(
          RESOURCE + ": a line must have name, type, labels and help, found '" + line + "'");
    }
    kinds.put(columns[0], Kind.valueOf(columns[1].toUpperCase(Locale.ROOT)));
    helps.put(columns[0], columns[3]);
  }

  /**
   * The header of a family that the owner of the catalogue publishes.
   *
   * @param name without the prefix of the catalogue
   * @throws IllegalArgumentException if the catalogue has no such family
   */
  public FamilyHeader ours(String name) {
    String family = prefix + name;
    Kind kind = kinds.get(family);
    if (kind == null) {
      throw new IllegalArgumentException("The catalogue has no family " + family);
    }
    return FamilyHeader.of(family, kind, help(family));
  }

  /** Whether a name begins with the prefix of the catalogue. */
  public boolean hasPrefixOf(String familyName) {
    return familyName.startsWith(prefix);
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
