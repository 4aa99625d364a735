package io.streamgauge.reporter.internal.hosting.declaration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamgauge.reporter.probe.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The probes that a class loader has declarations of. Reads those alone: no class of a probe is
 * loaded and no nested jar is opened. Immutable.
 */
public final class ProbeCatalog {

  private static final String LIST = "META-INF/streamgauge/probes.list";
  private static final String FOLDER = "META-INF/streamgauge/probes/";

  private final ClassLoader loader;
  private final List<ProbeDeclaration> declarations;
  private final List<String> problems;

  private ProbeCatalog(
      ClassLoader loader, List<ProbeDeclaration> declarations, List<String> problems) {
    this.loader = loader;
    this.declarations = List.copyOf(declarations);
    this.problems = List.copyOf(problems);
  }

  /**
   * The probes that are declared where a class loader finds resources. What is declared wrongly is
   * left out.
   */
  public static ProbeCatalog of(ClassLoader loader) {
    TreeMap<String, ProbeDeclaration> declarations = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    try {
      for (URL list : Collections.list(loader.getResources(LIST))) {
        for (String name : names(list)) {
          declare(loader, name, declarations, problems);
        }
      }
    } catch (IOException e) {
      problems.add(LIST + " cannot be read: " + e);
    }
    return new ProbeCatalog(loader, List.copyOf(declarations.values()), problems);
  }

  private static List<String> names(URL list) throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(list), UTF_8))) {
      return lines
          .lines()
          .map(String::trim)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .collect(Collectors.toList());
    }
  }

  private static void declare(
      ClassLoader loader,
      String name,
      Map<String, ProbeDeclaration> declarations,
      List<String> problems) {
    String resource = FOLDER + name + "/probe.properties";
    URL location = loader.getResource(resource);
    if (location == null) {
      problems.add("Probe " + name + " is listed, but " + resource + " is missing");
      return;
    }
    try (InputStream properties = open(location)) {
      Properties declared = new Properties();
      declared.load(properties);
      declarations.putIfAbsent(name, ProbeDeclaration.of(name, location, declared));
    } catch (IOException | IllegalArgumentException e) {
      problems.add("Probe " + name + " is declared wrongly: " + e.getMessage());
    }
  }

  /** Opens a resource without a cache: Java's would keep the jar open for the process' life. */
  static InputStream open(URL resource) throws IOException {
    URLConnection connection = resource.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  /** What the keys of the probes begin with, up to the first dot. */
  public Set<String> prefixes() {
    return declarations.stream()
        .flatMap(each -> Stream.concat(Stream.of(each.prefix()), each.shared().stream()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What is declared wrongly, one sentence each. */
  public List<String> problems() {
    return problems;
  }

  /**
   * What is wrong in the settings of the probes, as far as the host reads them; one sentence each.
   *
   * @param settings keys without the prefix and their values, by the prefix of the probe
   */
  public List<String> problemsIn(Map<String, Map<String, String>> settings) {
    List<String> found = new ArrayList<>();
    for (ProbeDeclaration declaration : declarations) {
      ProbeSettings.of(declaration, settings, found);
    }
    return found;
  }

  /**
   * The probes that have something to observe in standalone mode.
   *
   * @param settings keys without the prefix and their values, by the prefix of the probe
   */
  public Set<String> enabledStandalone(Map<String, Map<String, String>> settings) {
    return standalone()
        .filter(each -> ProbeSettings.of(each, settings, new ArrayList<>()).isUsefulStandalone())
        .map(ProbeDeclaration::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The keys of which standalone mode needs at least one, with their wildcards. */
  public Set<String> standaloneNeeds() {
    return standalone()
        .flatMap(each -> each.standaloneNeeds().stream().map(key -> each.prefix() + '.' + key))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<ProbeDeclaration> standalone() {
    return declarations.stream().filter(each -> each.roles().contains(Role.STANDALONE));
  }

  /** The declarations, sorted by name. */
  public List<ProbeDeclaration> declarations() {
    return declarations;
  }

  /** The class loader that has the declarations, and the probes that bring no jars. */
  public ClassLoader loader() {
    return loader;
  }
}
