package io.streamgauge.checkpoint.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RootCauseTest {

  private static final String TOP = "java.lang.RuntimeException";

  @Test
  void theInnermostCauseIsTheRoot() {
    String trace =
        """
        java.lang.RuntimeException: outer
        \tat com.acme.Job.run(Job.java:10)
        Caused by: java.lang.IllegalStateException: middle
        \tat com.acme.Middle.run(Middle.java:20)
        \t... 1 more
        Caused by: java.lang.NumberFormatException: For input string: "x"
        \tat java.base/java.lang.Integer.parseInt(Integer.java:652)
        \tat com.acme.Parser.parse(Parser.java:30)
        \t... 2 more
        """;

    RootCause root = RootCause.of(TOP, trace);

    assertThat(root.exception()).isEqualTo("java.lang.NumberFormatException");
    assertThat(root.frames())
        .containsExactly("java.lang.Integer", "com.acme.Parser", "com.acme.Middle", "com.acme.Job");
  }

  @Test
  void withoutACauseTheTopIsTheRoot() {
    String trace = "java.lang.RuntimeException: x\n\tat com.acme.Job.run(Job.java:10)\n";

    RootCause root = RootCause.of(TOP, trace);

    assertThat(root).hasToString("java.lang.RuntimeException at com.acme.Job");
  }

  @Test
  void anEmptyTraceHasTheTopAndNoFrame() {
    RootCause root = RootCause.of("com.acme.Broken", "");

    assertThat(root).hasToString("com.acme.Broken");
  }

  @Test
  void aTopWithoutAPackageIsBelieved() {
    assertThat(RootCause.of("Broken", "").exception()).isEqualTo("Broken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "no class", "a..b", ".a", "a.", "1a.b", "a.b-c", "a\nb"})
  void aTopThatIsNoClassIsUnknown(String top) {
    assertThat(RootCause.of(top, "").exception()).isEqualTo("unknown");
  }

  @Test
  void aTopThatIsTooLongIsUnknown() {
    assertThat(RootCause.of("a." + "b".repeat(198), "").exception()).hasSize(200);
    assertThat(RootCause.of("a." + "b".repeat(199), "").exception()).isEqualTo("unknown");
  }

  @Test
  void windowsEndsLinesInItsOwnWay() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        Caused by: java.io.IOException
        \tat d.E.f(E.java:1)
        \t... 1 more
        """
            .replace("\n", "\r\n");

    assertThat(RootCause.of(TOP, trace)).hasToString("java.io.IOException at d.E");
  }

  @Test
  void aTraceThatIsCutOffHasTheRootThatIsLeft() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        Caused by: java.io.IOException: y
        \tat d.E.f(E.java:1)
        Caused by: java.lang.Nu""";

    assertThat(RootCause.of(TOP, trace).exception()).isEqualTo("java.lang.Nu");
  }

  @Test
  void whatTheJdkPrintsIsUnderstood() {
    Exception root = new IllegalArgumentException("Caused by: com.evil.Forged\n\nCaused by: b.C");
    Exception middle = new IllegalStateException(root);
    middle.addSuppressed(new Exception("s", new java.io.IOException("suppressed cause")));
    Exception top = new RuntimeException("top", middle);
    top.addSuppressed(new Exception("another", new Error("x")));

    RootCause found = RootCause.of(TOP, printed(top));

    assertThat(found.exception()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(found.frames().get(0)).isEqualTo(getClass().getName());
    assertThat(found.frames()).hasSameSizeAs(root.getStackTrace());
  }

  @Test
  void theFramesInCommonAreThoseOfTheOuterException() {
    Exception root = deep(3);
    Exception top = new RuntimeException(root);

    RootCause found = RootCause.of(TOP, printed(top));

    assertThat(found.frames())
        .containsExactlyElementsOf(
            Arrays.stream(root.getStackTrace())
                .map(StackTraceElement::getClassName)
                .map(ClassNames::cleaned)
                .collect(Collectors.toList()));
  }

  @Test
  void aCircularChainEndsWithItsLastMember() {
    Exception inner = new IllegalStateException("inner");
    Exception outer = new RuntimeException("outer", inner);
    inner.initCause(outer);

    assertThat(RootCause.of(TOP, printed(outer)).exception())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t[CIRCULAR REFERENCE:java.lang.RuntimeException: outer]",
        "\t[CIRCULAR REFERENCE: java.lang.RuntimeException: outer]",
        "Caused by: [CIRCULAR REFERENCE: java.lang.RuntimeException: outer]"
      })
  void aCircularReferenceIsNoCause(String line) {
    String trace =
        "java.lang.RuntimeException: outer\n\tat a.B.c(B.java:1)\n"
            + "Caused by: java.lang.IllegalStateException: inner\n\tat a.B.c(B.java:2)\n"
            + line
            + '\n';

    assertThat(RootCause.of(TOP, trace)).hasToString("java.lang.IllegalStateException at a.B");
  }

  @Test
  void whatIsSuppressedIsNoCauseAndItsFramesAreNotTheRoots() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        \tSuppressed: java.io.IOException: close
        \t\tat s.T.close(T.java:1)
        \t\t... 1 more
        \tCaused by: java.lang.Error: inner
        \t\tat s.U.close(U.java:1)
        \t\t... 2 more
        """;

    RootCause root = RootCause.of(TOP, trace);

    assertThat(root.exception()).isEqualTo(TOP);
    assertThat(root.frames()).containsExactly("a.B");
  }

  @Test
  void aCauseMayFollowWhatIsSuppressed() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        \tSuppressed: java.io.IOException: close
        \t\tat s.T.close(T.java:1)
        \t\t... 1 more
        Caused by: java.lang.ArithmeticException: / by zero
        \tat d.E.f(E.java:1)
        \t... 1 more
        """;

    RootCause root = RootCause.of(TOP, trace);

    assertThat(root.exception()).isEqualTo("java.lang.ArithmeticException");
    assertThat(root.frames()).containsExactly("d.E", "a.B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Caused by: com.evil.Forged",
        "line\nCaused by: com.evil.Forged: password",
        "Suppressed: x\nCaused by: com.evil.Forged",
        "\rCaused by: com.evil.Forged",
        "\n at com.evil.Space.x(Y.java:1)\nCaused by: com.evil.Forged",
        "\nat com.evil.NoTab.x(Y.java:1)\nCaused by: com.evil.Forged",
        "\n\tat\nCaused by: com.evil.Forged",
        "\n\t... many more\nCaused by: com.evil.Forged",
        "\n\tat a.B.c(D.java:1)\n\nCaused by: com.evil.Forged",
        "\n\tat a.B.c(D.java:1)\n Caused by: com.evil.Forged",
        "\n\tat a.B.c(D.java:1)\ncaused by: com.evil.Forged"
      })
  void aMessageIsNotTakenForACause(String message) {
    String trace = TOP + ": " + message + "\n\tat a.B.c(B.java:1)\n";

    assertThat(RootCause.of(TOP, trace).exception()).isEqualTo(TOP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "the password is a.b",
        "user@example.com",
        "https://bucket.example.com/?key=secret",
        "10.0.0.1",
        "a.b c.d: x",
        "a.b:secret",
        "com.acme.Broken{token=abc}",
        "com.acme.<script>",
        "com.acme.Broken\tx",
        "com.acme.Broken\u0000",
        "com.acme..Broken",
        ""
      })
  void onlyTheNameOfAClassGetsThrough(String heading) {
    String trace = TOP + ": x\n\tat a.B.c(B.java:1)\nCaused by: " + heading + "\n\tat d.E.f(E:1)\n";

    RootCause root = RootCause.of(TOP, trace);

    assertThat(root).hasToString("java.lang.RuntimeException at a.B");
  }

  @Test
  void aNameThatIsTooLongDoesNotGetThrough() {
    String trace =
        TOP
            + ": x\n\tat a.B.c(B.java:1)\nCaused by: a."
            + "b".repeat(100_000)
            + "\n\tat d.E.f(E)\n";

    assertThat(RootCause.of(TOP, trace).exception()).isEqualTo(TOP);
  }

  @Test
  void thousandsOfMessagesAreOneException() {
    assertThat(
            IntStream.range(0, 10_000)
                .mapToObj(n -> "java.lang.RuntimeException: order " + n + "\nCaused by: order." + n)
                .map(text -> RootCause.of(TOP, text + "\n\tat a.B.c(B.java:1)\n").toString())
                .distinct())
        .containsExactly("java.lang.RuntimeException at a.B");
  }

  @Test
  void hugeHostileTextsDoNotHoldItUp() {
    String hostile =
        ("\tat " + "a.".repeat(20_000) + "\n\tat " + "(".repeat(40_000) + '\n').repeat(20)
            + ("\tat " + "/".repeat(40_000) + "x\n").repeat(20)
            + ("Caused by: " + "$".repeat(40_000) + '\n').repeat(20);

    assertThat(RootCause.of(TOP, hostile).exception()).isEqualTo(TOP);
  }

  @Test
  void framesInCommonDoNotGrowWithoutEnd() {
    String hostile =
        TOP
            + "\n\tat a.B.c(B.java:1)\n"
            + "Caused by: a.B\n\t... 9999 more\n\t... 9999 more\n".repeat(100_000);

    assertThat(RootCause.of(TOP, hostile).frames()).hasSize(1_024);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.RuntimeException, java.lang.RuntimeException",
    "com.acme.Job$Broken, com.acme.Job$Broken",
    "com.acme.Job$1, com.acme.Job$1",
    "com.acme.Job$1$2, com.acme.Job$1$2",
    "com.acme.Ünlesbar, com.acme.Ünlesbar",
    "com.acme.Job$$Lambda$14/0x0000000800066840, com.acme.Job$$Lambda",
    "com.acme.Job$$Lambda$14/1349277854, com.acme.Job$$Lambda",
    "com.acme.Job$$Lambda/0x00007f3a1c000a00, com.acme.Job$$Lambda",
    "com.acme.Job/0x0000000800c03000, com.acme.Job",
    "com.sun.proxy.$Proxy12, com.sun.proxy.$Proxy",
    "jdk.proxy2.$Proxy31, jdk.proxy.$Proxy",
    "com.acme.$Proxy7, com.acme.$Proxy",
    "com.acme.Dao$$FastClassByCGLIB$$ab12, com.acme.Dao$$FastClassByCGLIB",
    "com.acme.Dao$$EnhancerBySpringCGLIB$$1f2e3d, com.acme.Dao$$EnhancerBySpringCGLIB",
    "com.acme.Dao$$SpringCGLIB$$0, com.acme.Dao$$SpringCGLIB",
    "com.acme.Dao$ByteBuddy$x7Yz, com.acme.Dao$ByteBuddy",
    "com.acme.Dao_$$_jvst1a2_0, com.acme.Dao_$$_jvst",
    "jdk.internal.reflect.GeneratedMethodAccessor27, jdk.internal.reflect.GeneratedMethodAccessor"
  })
  void whatAJvmNumbersAnewIsLeftOut(String name, String cleaned) {
    String trace = TOP + ": x\n\tat " + name + ".run(Unknown Source)\nCaused by: " + name + ": m";

    assertThat(RootCause.of(TOP, trace).exception()).isEqualTo(cleaned);
    assertThat(RootCause.of(TOP, trace.replaceFirst("\nCaused.*", "")).frames())
        .containsExactly(cleaned);
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.Job.run(Job.java:10), com.acme.Job",
    "com.acme.Job.<init>(Job.java:10), com.acme.Job",
    "com.acme.Job.run(Unknown Source), com.acme.Job",
    "com.acme.Job.run(Native Method), com.acme.Job",
    "app//com.acme.Job.run(Job.java:10), com.acme.Job",
    "java.base/java.lang.Thread.run(Thread.java:829), java.lang.Thread",
    "java.base@17.0.1/java.lang.Thread.run(Thread.java:829), java.lang.Thread",
    "app/com.acme@1.0/com.acme.Job.run(Job.java:10), com.acme.Job",
    "com.acme.Job.run(Job.java:10) ~[job.jar:1.0], com.acme.Job",
    "com.acme.Job$.$anonfun$main$1(Job.scala:10), com.acme.Job$",
    "StreamExecCalc$59.processElement(Unknown Source), StreamExecCalc$59"
  })
  void aFrameIsKnownByItsClass(String frame, String className) {
    String trace = TOP + "\n\tat " + frame + '\n';

    assertThat(RootCause.of(TOP, trace).frames()).containsExactly(className);
  }

  @Test
  void aStandInIsKnownByWhatItStandsInFor() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        Caused by: org.apache.flink.util.SerializedThrowable: com.acme.Broken: message
        \tat d.E.f(E.java:1)
        """;

    assertThat(RootCause.of(TOP, trace)).hasToString("com.acme.Broken at d.E");
  }

  @Test
  void aStandInThatDoesNotSayForWhatIsItself() {
    String trace =
        """
        java.lang.RuntimeException: x
        \tat a.B.c(B.java:1)
        Caused by: org.apache.flink.util.SerializedThrowable: a secret: message
        """;

    assertThat(RootCause.of(TOP, trace).exception())
        .isEqualTo("org.apache.flink.util.SerializedThrowable");
  }

  private static Exception deep(int levels) {
    return levels == 0 ? new IllegalStateException("deep") : deep(levels - 1);
  }

  private static String printed(Throwable throwable) {
    StringWriter text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
