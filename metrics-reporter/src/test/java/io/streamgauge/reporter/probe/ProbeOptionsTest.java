package io.streamgauge.reporter.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeOptionsTest {

  /** Options of all kinds. */
  public static final class QueueOptions {

    public static final ConfigOption<Duration> INTERVAL =
        ConfigOption.of(ProbeOptions.INTERVAL, OptionType.DURATION)
            .defaultsTo("30 s")
            .example("1 min")
            .description("Time between two polls.");

    public static final ConfigOption<Boolean> ENABLED =
        ConfigOption.of(ProbeOptions.ENABLED, OptionType.BOOLEAN)
            .example("false")
            .description("Whether the probe runs.");

    public static final ConfigOption<String> URL =
        ConfigOption.of("jobmanager.rest.url", OptionType.text("URL"))
            .shared()
            .example("http://jm:8081")
            .description("The address.");

    public static final ConfigOption<String> PROPERTIES =
        ConfigOption.of("<broker>.properties.<property>", OptionType.text("any property"))
            .example("main.properties.user: reader")
            .description("Passed on.");

    public static final ConfigOption<List<String>> QUEUES =
        ConfigOption.of("<broker>.pool.<pool>.queues", OptionType.listOf("names"))
            .neededStandalone()
            .example("a, b")
            .description("The queues.");

    public static final ConfigOption<String> TOKEN =
        ConfigOption.of("login", OptionType.text("token"))
            .secret()
            .example("x")
            .description("The login.");

    public static final ConfigOption<Integer> LIMIT =
        ConfigOption.of("limit", OptionType.number("queues", 0))
            .defaultsTo("10")
            .example("20")
            .description("How many queues are read.");

    public static final ProbeOptions ALL =
        ProbeOptions.of("queue", ConfigOption.declaredIn(QueueOptions.class));

    private QueueOptions() {}
  }

  private static final ProbeOptions OPTIONS = QueueOptions.ALL;

  @Test
  void declaration_hasDefaultsKeysAndTypes() {
    assertThat(OPTIONS.declaration())
        .isEqualTo(
            """
            prefix = queue
            shared = jobmanager
            standalone.needs = *.pool.**.queues
            interval = 30 s
            key.*.pool.**.queues = text
            key.*.properties.** = text
            key.jobmanager.rest.url = text
            key.limit = number-from-0
            key.login = text secret
            """);
  }

  @Test
  void declaration_dependsOnNoOrderOfTheOptions() {
    List<ConfigOption<?>> reversed = new ArrayList<>(OPTIONS.all());
    Collections.reverse(reversed);

    assertThat(ProbeOptions.of("queue", reversed).declaration()).isEqualTo(OPTIONS.declaration());
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", ".url", ""})
  void shared_keyWithoutAPrefix_isRefused(String key) {
    assertThatThrownBy(() -> ConfigOption.of(key, OptionType.BOOLEAN).shared())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(key + ": the key of a shared option must begin with a prefix and a dot");
  }

  @Test
  void declaration_withNames_listsThem() {
    List<String> names = List.of("a".repeat(60), "b".repeat(60), "c");

    assertThat(OPTIONS.withNames(QueueOptions.PROPERTIES, names).declaration())
        .endsWith(
            "\nnames.*.properties.** = %s \\\n  %s c\n".formatted(names.get(0), names.get(1)));
  }

  @Test
  void prefixed_isWithoutSharedOptions() {
    assertThat(OPTIONS.prefixed())
        .containsExactly(
            QueueOptions.INTERVAL,
            QueueOptions.ENABLED,
            QueueOptions.PROPERTIES,
            QueueOptions.QUEUES,
            QueueOptions.TOKEN,
            QueueOptions.LIMIT);
  }

  @Test
  void nameOf_sharedOption_isWithoutThePrefix() {
    assertThat(OPTIONS.nameOf(QueueOptions.LIMIT)).isEqualTo("queue.limit");
    assertThat(OPTIONS.nameOf(QueueOptions.URL)).isEqualTo("jobmanager.rest.url");
  }

  @Test
  void read_returnsValuesAndDefaults() throws ProbeException {
    OptionValues none = OPTIONS.read(Map.of());
    OptionValues set = OPTIONS.read(Map.of("limit", "0", "login", "abc"));

    assertThat(none.get(QueueOptions.LIMIT)).isEqualTo(10);
    assertThat(none.find(QueueOptions.LIMIT)).isEmpty();
    assertThat(set.get(QueueOptions.LIMIT)).isZero();
    assertThat(set.find(QueueOptions.TOKEN)).contains("abc");
    assertThatThrownBy(() -> none.get(QueueOptions.TOKEN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("login has no default");
  }

  @Test
  void read_malformedValue_isNotInTheMessage() {
    assertThatThrownBy(() -> OPTIONS.read(Map.of("limit", "hunter2")).get(QueueOptions.LIMIT))
        .isInstanceOfSatisfying(
            ProbeException.class, e -> assertThat(e.reason()).isEqualTo(ProbeError.CONFIGURATION))
        .hasMessage(
            "metrics.reporter.streamgauge.queue.limit: it must be a whole number from 0 to"
                + " 999999999");
  }

  @Test
  void at_fillsPlaceholdersFromTheFirst() {
    ConfigOption<List<String>> ofBroker = QueueOptions.QUEUES.at("main");

    assertThat(ofBroker.key()).isEqualTo("main.pool.<pool>.queues");
    assertThat(ofBroker.at("$1").key()).isEqualTo("main.pool.$1.queues");
    assertThat(ofBroker.namesIn(Set.of("main.pool.a.b.queues", "eu.pool.c.queues", "main.limit")))
        .containsExactly("a.b");
  }

  @Test
  void defaultsTo_malformedValue_isRefused() {
    assertThatThrownBy(() -> ConfigOption.of("a", OptionType.BOOLEAN).defaultsTo("yes"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a: it must be true or false");
  }
}
