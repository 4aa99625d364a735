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
import java.util.Map;

/** The help texts of our metrics and of Flink's main ones, by the name of the family. Immutable. */
public final class Catalogue {

  private static final String RESOURCE = "catalogue.tsv";

  private final Map<String, String> helps;

  private Catalogue(Map<String, String> helps) {
    this.helps = helps;
  }

  /** Reads the catalogue that lies beside this class. */
  public static Catalogue load() {
    InputStream resource = Catalogue.class.getResourceAsStream(RESOURCE);
    if (resource == null) {
      throw new IllegalStateException("The resource " + RESOURCE + " is missing from the jar");
    }
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      Map<String, String> helps = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        addLine(helps, line);
      }
      return new Catalogue(helps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addLine(Map<String, String> helps, String line) {
    if (!line.isBlank() && !line.startsWith("#")) {
      String[] columns = line.split("\t", 4);
      helps.put(columns[0], columns[3]);
    }
  }

  /** The header of a family of ours, {@code name} without the prefix {@code streamgauge_}. */
  public FamilyHeader ours(String name, Kind kind) {
    String family = MetricNames.OURS + '_' + name;
    return FamilyHeader.of(family, kind, help(family));
  }

  /** The help text of a family, empty when it is not in the catalogue. */
  public String help(String familyName) {
    return helps.getOrDefault(familyName, "");
  }
}
