package io.streamgauge.udf.meter;

/** Names that the author of a job gives to what is measured. */
public final class Names {

  private static final int LONGEST = 200;

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
          "the name of " + what + " must have 1 to " + LONGEST + " characters, not '" + name + "'");
    }
    return name;
  }
}
