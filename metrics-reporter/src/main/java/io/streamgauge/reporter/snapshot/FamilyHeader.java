package io.streamgauge.reporter.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Name, type and help of a family, with the bytes that stand before its samples. Immutable. */
public final class FamilyHeader {

  private final String name;
  private final Kind kind;
  private final String help;
  private final byte[] nameBytes;
  private final byte[] commentBytes;

  private FamilyHeader(String name, Kind kind, String help) {
    this.name = name;
    this.kind = kind;
    this.help = help;
    this.nameBytes = name.getBytes(UTF_8);
    this.commentBytes = comments(name, kind, help).getBytes(UTF_8);
  }

  /**
   * A header.
   *
   * @param name a valid metric name, {@code [a-zA-Z_:][a-zA-Z0-9_:]*}
   * @param help one sentence, or empty for no {@code # HELP} line
   */
  public static FamilyHeader of(String name, Kind kind, String help) {
    return new FamilyHeader(name, kind, help);
  }

  /** Returns the name as it is published. */
  public String name() {
    return name;
  }

  /** Returns the type. */
  public Kind kind() {
    return kind;
  }

  /** Returns the help text. */
  public String help() {
    return help;
  }

  /** The name in UTF-8; shared, not to be changed. */
  public byte[] nameBytes() {
    return nameBytes;
  }

  /** The {@code # HELP} and {@code # TYPE} lines in UTF-8; shared, not to be changed. */
  public byte[] commentBytes() {
    return commentBytes;
  }

  private static String comments(String name, Kind kind, String help) {
    String type = "# TYPE " + name + ' ' + kind.exposedName() + '\n';
    if (help.isEmpty()) {
      return type;
    }
    String escaped = help.replace("\\", "\\\\").replace("\n", "\\n");
    return "# HELP " + name + ' ' + escaped + '\n' + type;
  }

  @Override
  public String toString() {
    return name + ' ' + kind.exposedName();
  }
}
