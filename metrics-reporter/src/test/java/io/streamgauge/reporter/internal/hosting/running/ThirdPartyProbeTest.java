package io.streamgauge.reporter.internal.hosting.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.reporter.internal.hosting.declaration.TestingDeclarations;
import io.streamgauge.reporter.internal.hosting.loading.TestingJars;
import io.streamgauge.reporter.probe.ProbeOptions;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A probe in a jar of somebody else, with options, a metric prefix and a catalogue of its own. */
class ThirdPartyProbeTest {

  private static final String FACTORY = "com.acme.QueueProbeFactory";

  private static final String OPTIONS_SOURCE =
      """
      package com.acme;

      import io.streamgauge.reporter.probe.*;

      public final class QueueOptions {
        public static final ConfigOption<Boolean> ENABLED =
            ConfigOption.of(ProbeOptions.ENABLED, OptionType.BOOLEAN)
                .defaultsTo("true").example("false").description("Whether the probe runs.");
        public static final ConfigOption<java.time.Duration> INTERVAL =
            ConfigOption.of(ProbeOptions.INTERVAL, OptionType.DURATION)
                .defaultsTo("10 s").example("1 min").description("Time between two polls.");
        public static final ConfigOption<java.time.Duration> TIMEOUT =
            ConfigOption.of(ProbeOptions.TIMEOUT, OptionType.DURATION)
                .defaultsTo("4 s").example("1 s").description("How long a poll may take.");
        public static final ConfigOption<Integer> DEPTH =
            ConfigOption.of("<queue>.depth", OptionType.number("messages", 0))
                .defaultsTo("3").example("5").description("The depth that is published.");
        public static final ConfigOption<String> LOGIN =
            ConfigOption.of("login", OptionType.text("text"))
                .secret().example("x").description("The login, which may stand in exceptions.");
        public static final ProbeOptions ALL =
            ProbeOptions.of("acme-queue", ConfigOption.declaredIn(QueueOptions.class));

        private QueueOptions() {}
      }
      """;

  private static final String FACTORY_SOURCE =
      """
      package com.acme;

      import io.streamgauge.reporter.probe.*;
      import io.streamgauge.reporter.snapshot.*;
      import java.util.Map;

      public class QueueProbeFactory implements ProbeFactory {
        @Override
        public Probe start(ProbeContext context) throws ProbeException {
          FamilyHeader depth = FAMILY;
          int value =
              QueueOptions.ALL.read(context.configuration()).get(QueueOptions.DEPTH.at("orders"));
          return new Probe() {
            @Override
            public void poll() {
              context.publish(
                  context.batch().add(depth, Map.of("queue", "orders"), value).build());
            }

            @Override
            public void stop() {}
          };
        }
      }
      """;

  private static final String OWN_FAMILY = "context.family(\"queue_depth\")";

  private static final String QUEUE_DEPTH = "acme_queue_depth\tgauge\tqueue\tMessages in the queue";

  private final Path folder;

  ThirdPartyProbeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void ownPrefixAndCatalogue_arePublished() throws Exception {
    Path plugin = plugin(OWN_FAMILY);
    Map<String, String> settings = Map.of("orders.depth", "0");

    try (NestedHost host = host(plugin, settings)) {
      host.awaitShown("acme_queue_depth{queue=\"orders\"} 0");

      assertThat(host.problems()).isEmpty();
      assertThat(host.comments())
          .contains(
              "# HELP acme_queue_depth Messages in the queue", "# TYPE acme_queue_depth gauge");
      assertThat(host.shown()).contains("streamgauge_probe_up{probe=\"acme-queue\"} 1");
    }
  }

  @Test
  void ownOptions_areCheckedBeforeTheProbeIsLoaded() throws Exception {
    Path plugin = plugin(OWN_FAMILY);
    Map<String, String> settings =
        Map.of("enabled", "false", "orders.depth", "many", "orders.dept", "5", "login", "x");

    try (NestedHost host = host(plugin, settings)) {
      assertThat(host.problems())
          .containsExactly(
              "metrics.reporter.streamgauge.acme-queue.orders.dept: there is no such key; did you"
                  + " mean acme-queue.orders.depth?; known keys: *.depth, login",
              "metrics.reporter.streamgauge.acme-queue.orders.depth: it must be a whole number from"
                  + " 0 to 999999999, found 'many'");
      assertThat(host.shown()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"acme_other_depth", "streamgauge_job_state", "other_queue_depth"})
  void familyOutsideItsPrefix_failsThePoll(String name) throws Exception {
    boolean isOwn = name.startsWith("acme_");
    String family = "FamilyHeader.of(\"" + name + "\", Kind.GAUGE, \"A queue.\")";
    Path plugin = plugin(family);

    try (NestedHost host = host(plugin, Map.of())) {
      host.awaitShown("streamgauge_probe_up{probe=\"acme-queue\"} " + (isOwn ? 1 : 0));

      assertThat(host.shown().stream().anyMatch(line -> line.startsWith(name))).isEqualTo(isOwn);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other_depth#gauge#-#Help | names must begin with acme_, found 'other_depth'",
        "acme_depth#gauge | a line must have name, type, labels and help, found 'acme_depth#gauge'",
        "acme_depth#text#-#Help | the type must be one of counter, gauge, histogram, found 'text'",
        "acme_depth#summary#-#Help | the type must be one of counter, gauge, histogram, found"
            + " 'summary'",
        "acme_Depth#gauge#-#Help | Rule: a name matches (?!flink_)[a-z][a-z0-9]*_[a-z0-9_]+; found"
            + " acme_Depth",
        "acme_reads#counter#-#Help | Rule: counters, and only they, end with _total; found"
            + " acme_reads",
        "acme_depth_total#gauge#-#Help | Rule: counters, and only they, end with _total; found"
            + " acme_depth_total",
        "acme_depth#gauge#-#  | Rule: a family has a help text; found acme_depth",
        "acme_queue_depth#gauge#-#Other | a name must be unique, found 'acme_queue_depth'"
      })
  void malformedCatalogue_isReportedAndOtherProbesRun(String line, String rule) throws Exception {
    declare(
        "acme-bad",
        QUEUE_DEPTH + '\n' + line.replace('#', '\t'),
        Stream.of("prefix = acme-bad", "interval = 10 s", "timeout = 4 s"));

    try (NestedHost host = host(plugin(OWN_FAMILY), Map.of())) {
      host.awaitShown("acme_queue_depth{queue=\"orders\"} 3");

      assertThat(host.problems())
          .containsExactly(
              "Probe acme-bad is declared wrongly: catalogue.tsv line 3: "
                  + rule.replace('#', '\t'));
    }
  }

  private NestedHost host(Path plugin, Map<String, String> settings) throws Exception {
    return new NestedHost(plugin, getClass().getClassLoader(), Map.of("acme-queue", settings));
  }

  /** A jar with a nested one, which has the classes of the probe. */
  private Path plugin(String family) throws Exception {
    Path classes =
        TestingJars.compile(
            folder.resolve("classes"),
            List.of(),
            Map.of(
                "com.acme.QueueOptions",
                OPTIONS_SOURCE,
                FACTORY,
                FACTORY_SOURCE.replace("FAMILY", family)));
    Path declarations = declare("acme-queue", QUEUE_DEPTH, declaration(classes).lines());
    return TestingJars.jar(
        folder.resolve("acme.jar"),
        declarations,
        Map.of(
            "META-INF/streamgauge/probes/acme-queue/probe.jar",
            TestingJars.jar(folder.resolve("probe.jar"), classes, Map.of())));
  }

  /** Declares a probe with a catalogue, and returns the folder of all declarations. */
  private Path declare(String probe, String catalogue, Stream<String> options) throws Exception {
    Path declarations = folder.resolve("declarations");
    TestingDeclarations.declare(
        declarations,
        probe,
        Stream.concat(
                Stream.of("factory = " + FACTORY, "roles = standalone", "metrics = acme"), options)
            .toList());
    Files.writeString(
        declarations.resolve("META-INF/streamgauge/probes/" + probe + "/catalogue.tsv"),
        "# Families\n" + catalogue + '\n');
    return declarations;
  }

  /** The lines that the build of the third party generates from its options. */
  private String declaration(Path classes) throws Exception {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ProbeOptions.class.getClassLoader())) {
      Class<?> options = loader.loadClass("com.acme.QueueOptions");
      return ((ProbeOptions) options.getField("ALL").get(null)).declaration();
    }
  }
}
