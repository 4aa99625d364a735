package io.streamgauge.checkpoint.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.reporter.probe.ProbeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Events in real log files, written by the log4j2 that Flink ships. */
@Tag("flink")
class Log4jTest {

  private static final String STOCK_LINE =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} INFO  io\\.streamgauge\\.events {40}\\[] - (.*)";

  private static final List<String> HOSTILE_NAMES =
      List.of(
          "two\nlines",
          "\r\n",
          "\"quoted\"",
          "\u0000\u001b[31m",
          "\u2028\u0085",
          "注文 📦",
          "${env:PATH} ${sys:user.name} ${jndi:ldap://localhost/x} {} %d %m%n");

  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Configuration before = context.getConfiguration();

  private final Path log;
  private final Path events;

  Log4jTest(@TempDir Path folder) {
    log = folder.resolve("flink.log");
    events = folder.resolve("flink.log.events.jsonl");
  }

  @BeforeEach
  void setLogFile() {
    System.setProperty("log.file", log.toString());
  }

  @AfterEach
  void restore() {
    context.setConfiguration(before);
    System.clearProperty("log.file");
  }

  @Test
  void inFlinksOwnLogTheMessageOfEachLineIsTheEvent() throws Exception {
    configure(stock());

    emitAll();

    assertThat(Files.readAllLines(log))
        .hasSize(EventKind.values().length + HOSTILE_NAMES.size())
        .allSatisfy(
            line -> {
              assertThat(line).matches(STOCK_LINE);
              assertIsEvent(line.replaceFirst(STOCK_LINE, "$1"));
            });
    assertThat(events).doesNotExist();
  }

  @Test
  void withTheShippedSnippetEventsHaveAFileOfTheirOwn() throws Exception {
    configure(stock() + '\n' + snippet());

    LoggerFactory.getLogger("org.apache.flink.Something").info("another line");
    emitAll();

    List<String> lines = Files.readAllLines(events);
    assertThat(lines)
        .hasSize(EventKind.values().length + HOSTILE_NAMES.size())
        .allSatisfy(Log4jTest::assertIsEvent);
    assertThat(lines.stream().skip(EventKind.values().length).map(Log4jTest::jobName))
        .containsExactlyElementsOf(HOSTILE_NAMES);
    assertThat(Files.readAllLines(log)).singleElement().asString().endsWith("- another line");
  }

  @Test
  void withTheShippedSnippetAProcessWithoutEventsHasNoSuchFile() throws Exception {
    configure(stock() + '\n' + snippet());

    LoggerFactory.getLogger("org.apache.flink.Something").info("another line");

    assertThat(events).doesNotExist();
  }

  @Test
  void aThousandEqualEventsAreTwoLines() throws Exception {
    configure(stock() + '\n' + snippet());

    try (LifeEvents writer = writer()) {
      IntStream.range(0, 1_000).forEach(n -> writer.emit(Samples.of(EventKind.FAILURE)));
    }

    assertThat(Files.readAllLines(events))
        .hasSize(2)
        .allSatisfy(Log4jTest::assertIsEvent)
        .last()
        .asString()
        .contains("\"repeated\":999");
  }

  @Test
  void theLoggerCanBeClosedByItsName() throws Exception {
    configure(stock() + "\nlogger.e.name = io.streamgauge.events\nlogger.e.level = OFF\n");

    emitAll();

    assertThat(log).isEmptyFile();
  }

  private static void emitAll() throws ProbeException {
    try (LifeEvents writer = writer()) {
      Arrays.stream(EventKind.values()).map(Samples::of).forEach(writer::emit);
      HOSTILE_NAMES.stream()
          .map(name -> LifeEvent.of(EventKind.JOB_RUNNING, Samples.NOON, Samples.JOB, name).build())
          .forEach(writer::emit);
    }
  }

  private static LifeEvents writer() throws ProbeException {
    return new LifeEvents(EventSettings.from(Map.of()), new SettableClock(Samples.NOON));
  }

  private static void assertIsEvent(String line) {
    assertThat(new EventSchema().faults(line)).as(line).isEmpty();
  }

  private static String jobName(String line) {
    try {
      JsonNode json = new ObjectMapper().readTree(line);
      return json.get("job_name").textValue();
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private void configure(String properties) throws IOException {
    ConfigurationSource source =
        new ConfigurationSource(
            new ByteArrayInputStream(properties.getBytes(StandardCharsets.ISO_8859_1)));
    context.setConfiguration(
        new PropertiesConfigurationFactory().getConfiguration(context, source));
  }

  private static String stock() throws IOException {
    try (InputStream file = Log4jTest.class.getResourceAsStream("flink-log4j.properties")) {
      return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String snippet() {
    return EventSchema.document("docs/install/log4j2-events.properties");
  }
}
