package io.streamgauge.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packages that code of users may call, as the section on the API in ARCHITECTURE.md has it.
 */
enum Api {
  /** The library for jobs. */
  UDF_METRICS("udf-metrics", "io.streamgauge.udf"),

  /** The SPI of probes. */
  PROBES("metrics-reporter", "io.streamgauge.reporter.probe", "io.streamgauge.reporter.snapshot");

  private static final String INTERNAL = "internal";

  private final String module;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> roots;

  Api(String module, String... roots) {
    this.module = module;
    this.roots = List.of(roots);
  }

  /** The list of all its types and members, which is committed. */
  Path list() {
    return ProjectRoot.path().resolve(module).resolve("api.txt");
  }

  /** The folders of the sources of its packages. */
  List<Path> sources() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String root : roots) {
      Path folder =
          ProjectRoot.path()
              .resolve(module)
              .resolve("src/main/java")
              .resolve(root.replace('.', '/'));
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(Files::isDirectory)
            .filter(each -> !folder.relativize(each).startsWith(INTERNAL))
            .forEach(folders::add);
      }
    }
    return folders;
  }

  /** Whether code of users may use a class. */
  static boolean includes(JavaClass type) {
    return isVisible(type)
        && Arrays.stream(values()).anyMatch(each -> each.hasPackage(type.getPackageName()));
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().stream()
            .anyMatch(each -> each == JavaModifier.PUBLIC || each == JavaModifier.PROTECTED)
        && type.getEnclosingClass().map(Api::isVisible).orElse(true);
  }

  private boolean hasPackage(String name) {
    return roots.stream()
        .anyMatch(
            root ->
                name.equals(root)
                    || (name.startsWith(root + '.') && !name.startsWith(root + '.' + INTERNAL)));
  }
}
