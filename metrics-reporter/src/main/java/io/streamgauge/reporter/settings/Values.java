package io.streamgauge.reporter.settings;

import io.streamgauge.reporter.probe.Durations;
import io.streamgauge.reporter.probe.Lists;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads texts as what they are to be; what is malformed is noted and the default taken. */
final class Values {

  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:\\s*-\\s*(\\d{1,5}))?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]+");

  private final RawSettings settings;
  private final List<String> problems;

  Values(RawSettings settings, List<String> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  private String text(Option option, String otherwise) {
    return settings.values().getOrDefault(option.key(), otherwise);
  }

  /** A host, empty for all interfaces. */
  String host(Option option) {
    String host = text(option, "");
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      throw new ConfigurationException(
          option.key(), "it must be a host name or an address", settings.shown(option.key(), host));
    }
    return host;
  }

  /** Ports in the order in which they are to be tried. */
  List<Integer> ports(Option option) {
    String text = text(option, option.defaultValue());
    Set<Integer> ports = new LinkedHashSet<>();
    for (String part : Lists.parse(text)) {
      Matcher range = PORTS.matcher(part);
      int first = range.matches() ? Integer.parseInt(range.group(1)) : -1;
      int last = first < 0 || range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first < 0 || last > 65_535 || first > last) {
        throw new ConfigurationException(
            option.key(),
            "it must be a port from 0 to 65535, a range like 9249-9299 or a list of these",
            settings.shown(option.key(), text));
      }
      for (int port = first; port <= last; port++) {
        ports.add(port);
      }
    }
    return List.copyOf(ports);
  }

  Set<String> list(Option option, String otherwise) {
    return Lists.parse(text(option, otherwise).replace(';', ',')).stream()
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean flag(Option option, boolean otherwise) {
    String text = text(option, String.valueOf(otherwise));
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    malformed(option, "it must be true or false", text);
    return otherwise;
  }

  int number(Option option) {
    return number(option, 0);
  }

  /** A whole number that is not less than the minimum. */
  int number(Option option, int minimum) {
    String text = text(option, option.defaultValue());
    if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= minimum) {
      return Integer.parseInt(text);
    }
    malformed(option, "it must be a whole number from " + minimum + " to 999999999", text);
    return Integer.parseInt(option.defaultValue());
  }

  Duration duration(Option option) {
    String text = text(option, option.defaultValue());
    Optional<Duration> duration = Durations.parse(text);
    if (duration.isEmpty()) {
      malformed(option, Durations.RULE, text);
    }
    return duration.or(() -> Durations.parse(option.defaultValue())).orElseThrow();
  }

  /** Whether a word is the other than the default one of two. */
  boolean isOther(Option option, String other) {
    String text = text(option, option.defaultValue());
    if (!text.equals(other) && !text.equals(option.defaultValue())) {
      malformed(option, "it must be " + option.type(), text);
    }
    return text.equals(other);
  }

  private void malformed(Option option, String rule, String found) {
    String key = option.key();
    problems.add(ConfigurationException.describe(key, rule, settings.shown(key, found)));
  }
}
