package io.streamgauge.reporter.probe;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The type of an option: the texts that are valid, and the values that they stand for. Immutable.
 *
 * <p>The {@linkplain #word word} of a type stands in {@code probe.properties}, so that the host
 * checks a value before any class of the probe is loaded.
 *
 * @param <T> the type of the values
 */
public final class OptionType<T> {

  /** {@code true} or {@code false}, in any case. */
  public static final OptionType<Boolean> BOOLEAN =
      new OptionType<>("boolean", "boolean", "it must be true or false", OptionType::flag);

  /** A duration up to 24 h, like {@code 500 ms}, {@code 10 s}, {@code 5 min} or {@code 1 h}. */
  public static final OptionType<Duration> DURATION =
      new OptionType<>("duration", "duration", Durations.RULE, Durations::parse);

  /** A size like {@code 64 MB}, from 1 MB to 1024 MB; the value is the number of bytes. */
  public static final OptionType<Integer> MEGABYTES =
      new OptionType<>(
          "megabytes", "size in MB", "it must be a size from 1 MB to 1024 MB", OptionType::bytes);

  /**
   * Names of sources, each {@code <job>/<operator>} or a pattern with {@code *}. A malformed name
   * is reported and stays in the value: it matches no source, while without the list every source
   * would match.
   */
  public static final OptionType<List<String>> SOURCES =
      new OptionType<>(
          "sources",
          "list of <job>/<operator>",
          "each name must be <job>/<operator>, in which * stands for any characters",
          text -> items(text).stream().allMatch(OptionType::isSource),
          text -> Optional.of(items(text)));

  private static final String TEXT_WORD = "text";
  private static final String NUMBER_WORD = "number";
  private static final String NUMBER_FROM_WORD = "number-from-";

  /** The type of all texts, as the host has it of options that only the probe checks. */
  private static final OptionType<String> TEXT = text(TEXT_WORD);

  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3}) ?MB");
  private static final int MAX_MEGABYTES = 1_024;

  private final String word;
  private final String description;
  private final String rule;
  private final Predicate<String> validity;
  private final Function<String, Optional<T>> parser;

  private OptionType(
      String word, String description, String rule, Function<String, Optional<T>> parser) {
    this(word, description, rule, text -> parser.apply(text).isPresent(), parser);
  }

  private OptionType(
      String word,
      String description,
      String rule,
      Predicate<String> validity,
      Function<String, Optional<T>> parser) {
    this.word = word;
    this.description = description;
    this.rule = rule;
    this.validity = validity;
    this.parser = parser;
  }

  /**
   * Returns the type of whole numbers from 1 to 999999999, without leading zeros.
   *
   * @param unit the things counted, for example {@code files}
   */
  public static OptionType<Integer> number(String unit) {
    return number(unit, 1);
  }

  /** Returns the type of whole numbers from a minimum to 999999999, without leading zeros. */
  public static OptionType<Integer> number(String unit, int minimum) {
    return new OptionType<>(
        minimum == 1 ? NUMBER_WORD : NUMBER_FROM_WORD + minimum,
        "number of " + unit,
        "it must be a whole number from " + minimum + " to 999999999",
        text ->
            NUMBER.matcher(text).matches()
                ? Optional.of(Integer.valueOf(text)).filter(each -> each >= minimum)
                : Optional.empty());
  }

  /**
   * Returns the type of all texts, which the probe checks.
   *
   * @param description of the texts, for the table of options, for example {@code path}
   */
  public static OptionType<String> text(String description) {
    return text(description, "", Optional::of);
  }

  /**
   * Returns a new type, checked only where the option is read: the host takes any text.
   *
   * @param description of the texts, for the table of options
   * @param rule that a malformed text breaks, for example {@code it must be a path}
   * @param parser returns the value of a trimmed text, or empty if it is malformed
   */
  public static <T> OptionType<T> text(
      String description, String rule, Function<String, Optional<T>> parser) {
    return new OptionType<>(TEXT_WORD, description, rule, parser);
  }

  /**
   * Returns the type of the constants of an enum, in lower case; checked only where the option is
   * read.
   */
  public static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    E[] constants = type.getEnumConstants();
    String words =
        Arrays.stream(constants).map(OptionType::lowerCase).collect(Collectors.joining(" or "));
    return text(
        words,
        "it must be " + words,
        text -> Arrays.stream(constants).filter(each -> lowerCase(each).equals(text)).findFirst());
  }

  /** Returns the type of lists of names, as {@link Lists} reads them, without empty ones. */
  public static OptionType<List<String>> listOf(String names) {
    return text("list of " + names, "", text -> Optional.of(items(text)));
  }

  /**
   * Returns the type with a {@linkplain #word word}.
   *
   * @throws IllegalArgumentException if no type has it
   */
  public static OptionType<?> named(String word) {
    for (OptionType<?> each : List.of(BOOLEAN, DURATION, MEGABYTES, SOURCES, TEXT)) {
      if (each.word.equals(word)) {
        return each;
      }
    }
    if (word.equals(NUMBER_WORD)) {
      return number("");
    }
    String minimum =
        word.startsWith(NUMBER_FROM_WORD) ? word.substring(NUMBER_FROM_WORD.length()) : "";
    if (NUMBER.matcher(minimum).matches()) {
      return number("", Integer.parseInt(minimum));
    }
    throw new IllegalArgumentException("there is no type '" + word + "'");
  }

  /** Returns the type with the same texts for other values. */
  public <R> OptionType<R> map(Function<? super T, ? extends R> conversion) {
    return new OptionType<>(
        word, description, rule, validity, text -> parser.apply(text).map(conversion));
  }

  private static Optional<Boolean> flag(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private static Optional<Integer> bytes(String text) {
    Matcher size = SIZE.matcher(text);
    return size.matches()
        ? Optional.of(Integer.valueOf(size.group(1)))
            .filter(each -> each <= MAX_MEGABYTES)
            .map(each -> each << 20)
        : Optional.empty();
  }

  private static List<String> items(String text) {
    return Lists.parse(text).stream()
        .filter(each -> !each.isEmpty())
        .collect(Collectors.toUnmodifiableList());
  }

  private static boolean isSource(String name) {
    return name.contains("/") || name.contains("*");
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the name of the type in {@code probe.properties}: {@code boolean}, {@code duration},
   * {@code number} (from 1), {@code number-from-<n>}, {@code megabytes}, {@code sources}, or {@code
   * text}, which only the probe checks.
   */
  public String word() {
    return word;
  }

  /**
   * Returns the valid texts as the table of options describes them, for example {@code number of
   * files}.
   */
  public String description() {
    return description;
  }

  /** Returns the rule for valid texts, for example {@code it must be true or false}. */
  public String rule() {
    return rule;
  }

  /** Whether a text, trimmed, obeys the rule. */
  public boolean isValid(String text) {
    return validity.test(text.trim());
  }

  /**
   * Returns the value of a text, trimmed, or empty if it is malformed. A type may read malformed
   * texts too, as {@link #SOURCES} does.
   */
  public Optional<T> parse(String text) {
    return parser.apply(text.trim());
  }

  @Override
  public String toString() {
    return description;
  }
}
