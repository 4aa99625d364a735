package io.streamgauge.udf.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.cluster.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page about instrumentation has the snippets that are compiled here: what stands between
 * {@code // snippet: name} and {@code // end} in a source beside this one.
 */
class SnippetsTest {

  private static final Path PAGE = ProjectRoot.path().resolve("docs/instrumentation.md");

  private static final Path SOURCES =
      ProjectRoot.path().resolve("udf-metrics/src/test/java/io/streamgauge/udf/docs");

  private static final Pattern IN_SOURCE =
      Pattern.compile("(?m)^ *// snippet: ([a-z ]+)\n((?:.*\n)*?) *// end\n");

  private static final Pattern ON_PAGE =
      Pattern.compile("<!-- snippet: ([a-z ]+) -->\n((?:.*\n)*?)<!-- end of snippet -->");

  @Test
  void thePageHasTheSnippetsThatAreCompiled() throws IOException {
    Map<String, String> compiled = compiled();

    if (Boolean.getBoolean("streamgauge.regenerate")) {
      Files.writeString(PAGE, rewritten(Files.readString(PAGE), compiled));
    }

    assertThat(onThePage())
        .as("docs/instrumentation.md; -Dstreamgauge.regenerate=true writes it anew")
        .isEqualTo(compiled);
  }

  private static Map<String, String> compiled() throws IOException {
    Map<String, String> snippets = new TreeMap<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Snippets.java")).toList()) {
        IN_SOURCE
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> snippets.put(found.group(1), fenced(found.group(2))));
      }
    }
    return snippets;
  }

  private static String fenced(String code) {
    // The end of the last line would count as a line without indent.
    return "```java\n" + code.stripTrailing().stripIndent() + "\n```\n";
  }

  private static Map<String, String> onThePage() throws IOException {
    Map<String, String> snippets = new TreeMap<>();
    ON_PAGE
        .matcher(Files.readString(PAGE))
        .results()
        .forEach(found -> snippets.put(found.group(1), found.group(2)));
    return snippets;
  }

  private static String rewritten(String page, Map<String, String> compiled) {
    return ON_PAGE
        .matcher(page)
        .replaceAll(found -> Matcher.quoteReplacement(rewritten(found, compiled)));
  }

  private static String rewritten(MatchResult found, Map<String, String> compiled) {
    String name = found.group(1);
    return "<!-- snippet: %s -->\n%s<!-- end of snippet -->"
        .formatted(name, compiled.getOrDefault(name, found.group(2)));
  }
}
