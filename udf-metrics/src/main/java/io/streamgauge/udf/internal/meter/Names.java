package io.streamgauge.udf.internal.meter;

/** Names that the author of a job gives to metrics, and names that come from data. */
public final class Names {

  private static final int LONGEST = 200;

  /** A topic of Kafka has up to 249 characters. */
  private static final int MAX_VALUE_LENGTH = 250;

  private static final int HASH_LENGTH = 9;

  private Names() {}

  /**
   * The name, checked.
   *
   * @param what whose name it is, for the message
   * @throws IllegalArgumentException if it is blank or longer than 200 characters
   */
  public static String checked(String what, String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the name of "
              + what
              + " must have 1 to "
              + LONGEST
              + " characters, not '"
              + bounded(name)
              + "'");
    }
    return name;
  }

  /**
   * The value of a label as it is published: one of more than 250 characters is cut, and ends with
   * a hash of the whole value so that different values stay different.
   */
  public static String bounded(String value) {
    if (value.length() <= MAX_VALUE_LENGTH) {
      return value;
    }
    int end = MAX_VALUE_LENGTH - HASH_LENGTH;
    if (Character.isHighSurrogate(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(0, end) + String.format("~%08x", value.hashCode());
  }
}
