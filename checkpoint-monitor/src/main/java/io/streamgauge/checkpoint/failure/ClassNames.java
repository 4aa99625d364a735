package io.streamgauge.checkpoint.failure;

import java.util.regex.Pattern;

/**
 * Names of classes as they stand in stack traces: which texts are such a name, and without what a
 * JVM numbers anew at each start.
 */
final class ClassNames {

  /** Longer names are none. */
  static final int MAX_LENGTH = 200;

  private static final String PART = "[\\p{L}_$][\\p{L}\\p{N}_$]*+";
  private static final String HIDDEN = "(?:/(?:0x)?[0-9][0-9a-f]*+)?";
  private static final Pattern HIDDEN_PART = Pattern.compile(HIDDEN);
  private static final Pattern SIMPLE = Pattern.compile(PART + HIDDEN);
  private static final Pattern QUALIFIED = Pattern.compile(PART + "(?:\\." + PART + ")++" + HIDDEN);

  /** Foo$$Lambda$14/0x0000000800066840, Foo$$Lambda/0x00007f3a1c000a00. */
  private static final Pattern LAMBDA = Pattern.compile("\\$\\$Lambda.*");

  /** Foo/0x0000000800c03000, which is a hidden class; Foo$$Lambda$14/1234 before Java 15. */
  private static final Pattern HIDDEN_CLASS = Pattern.compile("/.*");

  /** com.sun.proxy.$Proxy12, and jdk.proxy2.$Proxy12 of a module that is numbered too. */
  private static final Pattern PROXY = Pattern.compile("(?<=[.]|^)\\$Proxy\\d+");

  private static final Pattern PROXY_MODULE =
      Pattern.compile("^((?:jdk|com\\.sun)\\.proxy)\\d+\\.");

  /** Foo$$FastClassByCGLIB$$ab12, Foo$$EnhancerBySpringCGLIB$$1f, Foo$$SpringCGLIB$$0. */
  private static final Pattern CGLIB = Pattern.compile("(\\$\\$\\w*CGLIB)\\$\\$.*");

  /** Foo$ByteBuddy$Xy12Ab, Foo$MockitoMock$123. */
  private static final Pattern BYTE_BUDDY =
      Pattern.compile("(\\$(?:ByteBuddy|MockitoMock|HibernateProxy))\\$.*");

  /** Foo_$$_jvst1a2_0, of Javassist. */
  private static final Pattern JAVASSIST = Pattern.compile("(_\\$\\$_\\w*?jvst)\\w+");

  /** jdk.internal.reflect.GeneratedMethodAccessor12. */
  private static final Pattern ACCESSOR =
      Pattern.compile("(\\.Generated(?:Method|Constructor|SerializationConstructor)Accessor)\\d+$");

  private ClassNames() {}

  /**
   * The class in a frame.
   *
   * @param frame as {@code StackTraceElement} writes it: perhaps a loader and a module before
   *     slashes, class, method, and the place in parentheses
   * @return a text that need not be a name; empty if there is none
   */
  static String ofFrame(String frame) {
    int place = frame.indexOf('(');
    int method = place < 0 ? -1 : frame.lastIndexOf('.', place);
    if (method < 0) {
      return "";
    }
    String name = frame.substring(0, method);
    int hidden = hiddenPart(name);
    return name.substring(name.lastIndexOf('/', hidden - 1) + 1);
  }

  /** Where the part of a hidden class begins that a JVM numbers; the name's end if it is none. */
  private static int hiddenPart(String name) {
    int slash = name.lastIndexOf('/');
    return slash > 0 && HIDDEN_PART.matcher(name.substring(slash)).matches()
        ? slash
        : name.length();
  }

  /** Whether a text can be the name of a class, perhaps of one without a package. */
  static boolean isName(String text) {
    return text.length() <= MAX_LENGTH
        && (SIMPLE.matcher(text).matches() || QUALIFIED.matcher(text).matches());
  }

  /** Whether a text can be the name of a class in a package. */
  static boolean isQualified(String text) {
    return text.length() <= MAX_LENGTH && QUALIFIED.matcher(text).matches();
  }

  /** The name without numbers that are another at each start; those of anonymous classes stay. */
  static String cleaned(String name) {
    String clean = LAMBDA.matcher(name).replaceFirst("\\$\\$Lambda");
    clean = HIDDEN_CLASS.matcher(clean).replaceFirst("");
    clean = PROXY.matcher(clean).replaceFirst("\\$Proxy");
    clean = PROXY_MODULE.matcher(clean).replaceFirst("$1.");
    clean = CGLIB.matcher(clean).replaceFirst("$1");
    clean = BYTE_BUDDY.matcher(clean).replaceFirst("$1");
    clean = JAVASSIST.matcher(clean).replaceFirst("$1");
    return ACCESSOR.matcher(clean).replaceFirst("$1");
  }
}
