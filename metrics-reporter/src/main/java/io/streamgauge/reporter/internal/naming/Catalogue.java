package io.streamgauge.reporter.internal.naming;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.snapshot.FamilyHeader;
import io.streamgauge.reporter.snapshot.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Types and help texts of families, by their names: those of Streamgauge and of Flink, or those of
 * a probe with a prefix of its own. Immutable.
 */
public final class Catalogue {

  private static final String RESOURCE = "catalogue.tsv";
  private static final int COLUMNS = 4;

  /** The types of values that a probe can publish. */
  private static final Set<Kind> OF_PROBES = EnumSet.of(Kind.COUNTER, Kind.GAUGE, Kind.HISTOGRAM);

  private final String prefix;
  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, String> helps = new HashMap<>();

  private Catalogue(String prefix, Reader text, Set<Kind> types, Consumer<FamilyHeader> rules)
      throws IOException {
    this.prefix = prefix + '_';
    LineNumberReader lines = new LineNumberReader(text);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        try {
          add(line, types, rules);
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              RESOURCE + " line " + lines.getLineNumber() + ": " + e.getMessage(), e);
        }
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
      return new Catalogue(MetricNames.OURS, text, EnumSet.allOf(Kind.class), header -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the catalogue of a probe.
   *
   * @param prefix the beginning of the names of its families, without the {@code _} after it
   * @param text a line for each family: name, type, labels and help, between tabs
   * @param rules throws an {@link IllegalArgumentException} for a family that breaks a rule of
   *     probes
   * @throws IllegalArgumentException if a line is malformed, or a name has another prefix or is not
   *     the only one; the message names file, line, rule and value
   */
  public static Catalogue of(String prefix, Reader text, Consumer<FamilyHeader> rules)
      throws IOException {
    return new Catalogue(
        prefix,
        text,
        OF_PROBES,
        header -> {
          require(
              header.name().startsWith(prefix + '_'),
              "names must begin with " + prefix + '_',
              header.name());
          rules.accept(header);
        });
  }

  private void add(String line, Set<Kind> types, Consumer<FamilyHeader> rules) {
    String[] columns = line.split("\t", COLUMNS);
    require(columns.length == COLUMNS, "a line must have name, type, labels and help", line);
    String name = columns[0];
    String help = columns[3].trim();
    Kind kind = kind(columns[1], types);
    rules.accept(FamilyHeader.of(name, kind, help));
    require(kinds.put(name, kind) == null, "a name must be unique", name);
    helps.put(name, help);
  }

  private static Kind kind(String word, Set<Kind> types) {
    return types.stream()
        .filter(each -> each.exposedName().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                broken(
                    "the type must be one of "
                        + types.stream().map(Kind::exposedName).collect(Collectors.joining(", ")),
                    word));
  }

  private static void require(boolean held, String rule, String found) {
    if (!held) {
      throw broken(rule, found);
    }
  }

  private static IllegalArgumentException broken(String rule, String found) {
    return new IllegalArgumentException(rule + ", found '" + found + "'");
  }

  /**
   * Returns the header of a family that the owner of the catalogue publishes.
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

  /**
   * Verifies the name of a family that the owner of the catalogue publishes.
   *
   * @throws IllegalArgumentException if it does not begin with the prefix of the catalogue
   */
  public void checkPrefixOf(String familyName) {
    if (!familyName.startsWith(prefix)) {
      throw new IllegalArgumentException(
          "The probe must not publish " + familyName + ": its catalogue has another prefix");
    }
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
