package io.streamgauge.it.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The rules of the architecture that can be read from class files, and where they hold. */
enum Rule {
  NO_CYCLES(Code.MAIN, slices().matching("io.streamgauge.(**)").should().beFreeOfCycles()),

  SNAPSHOT_KNOWS_THE_JDK_ALONE(
      Code.MAIN,
      classes()
          .that()
          .resideInAPackage("io.streamgauge.reporter.snapshot")
          .should()
          .onlyDependOnClassesThat(known("io.streamgauge.reporter.snapshot"))),

  FRAME_KNOWS_SNAPSHOT_ALONE(
      Code.MAIN, onlyKnows("internal.frame", "io.streamgauge.reporter.snapshot")),

  EXPOSITION_KNOWS_FRAMES_ALONE(
      Code.MAIN,
      onlyKnows(
          "internal.exposition",
          "io.streamgauge.reporter.internal.frame",
          "io.streamgauge.reporter.snapshot")),

  PROBE_KNOWS_SNAPSHOT_ALONE(Code.MAIN, onlyKnows("probe", "io.streamgauge.reporter.snapshot")),

  NAMING_KNOWS_SNAPSHOT_ALONE(
      Code.MAIN, onlyKnows("internal.naming", "io.streamgauge.reporter.snapshot")),

  SETTINGS_KNOW_THE_PROBE_SPI_ALONE(
      Code.MAIN, onlyKnows("internal.settings", "io.streamgauge.reporter.probe")),

  LOGGING_KNOWS_SLF4J_AND_THE_PROBE_SPI_ALONE(
      Code.MAIN, onlyKnows("internal.logging", "io.streamgauge.reporter.probe", "org.slf4j")),

  DECLARATION_KNOWS_SETTINGS_NAMING_LOGGING_AND_THE_PROBE_SPI_ALONE(
      Code.MAIN,
      onlyKnows(
          "internal.hosting.declaration",
          "io.streamgauge.reporter.internal.settings",
          "io.streamgauge.reporter.internal.naming",
          "io.streamgauge.reporter.internal.logging",
          "io.streamgauge.reporter.probe")),

  LOADING_KNOWS_LOGGING_AND_THE_PROBE_SPI_ALONE(
      Code.MAIN,
      onlyKnows(
          "internal.hosting.loading",
          "io.streamgauge.reporter.internal.logging",
          "io.streamgauge.reporter.probe",
          "org.slf4j")),

  PUBLISHING_KNOWS_NAMING_AND_THE_PROBE_SPI_ALONE(
      Code.MAIN,
      onlyKnows(
          "internal.hosting.publishing",
          "io.streamgauge.reporter.internal.hosting",
          "io.streamgauge.reporter.internal.naming",
          "io.streamgauge.reporter.probe",
          "io.streamgauge.reporter.snapshot",
          "org.slf4j")),

  ONLY_HTTP_IMPORTS_NETTY(
      Code.MAIN,
      noClasses()
          .that()
          .resideOutsideOfPackage("io.streamgauge.reporter.internal.http")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink.shaded.netty4..", "io.netty..")),

  FLINKS_METRICS_STAY_WITH_THOSE_WHO_READ_THEM(
      Code.REPORTER,
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.streamgauge.reporter",
              "io.streamgauge.reporter.internal.registry",
              "io.streamgauge.reporter.internal.reading")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.metrics..")),

  THE_REPORTER_IMPORTS_NO_OTHER_MODULE(
      Code.REPORTER,
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are ours but not the reporter's",
                  each ->
                      each.getPackageName().startsWith("io.streamgauge.")
                          && !each.getPackageName().startsWith("io.streamgauge.reporter")))),

  THE_CHECKPOINT_MONITOR_IMPORTS_THE_PROBE_SPI_ALONE(
      Code.MAIN, importsTheProbeSpiAlone("io.streamgauge.checkpoint")),

  THE_KAFKA_LAG_MONITOR_IMPORTS_THE_PROBE_SPI_ALONE(
      Code.MAIN, importsTheProbeSpiAlone("io.streamgauge.kafka")),

  THE_LIBRARY_FOR_JOBS_IMPORTS_NONE_OF_OURS(
      Code.MAIN,
      noClasses()
          .that()
          .resideInAPackage("io.streamgauge.udf..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are ours but not its own",
                  each ->
                      each.getPackageName().startsWith("io.streamgauge.")
                          && !each.getPackageName().startsWith("io.streamgauge.udf")))),

  ITS_TABLE_ADAPTER_ALONE_IMPORTS_THE_TABLE_API(
      Code.MAIN,
      noClasses()
          .that()
          .resideInAPackage("io.streamgauge.udf..")
          .and()
          .resideOutsideOfPackages("io.streamgauge.udf.table", "io.streamgauge.udf.internal.table")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.flink.table..")),

  ITS_KAFKA_ADAPTER_ALONE_IMPORTS_KAFKA(
      Code.MAIN,
      noClasses()
          .that()
          .resideInAPackage("io.streamgauge.udf..")
          .and()
          .resideOutsideOfPackage("io.streamgauge.udf.kafka")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..")),

  API_MENTIONS_API_JDK_AND_FLINK_ALONE(
      Code.MAIN,
      classes()
          .that(DescribedPredicate.describe("are API", Api::includes))
          .should(new MentionsApiAlone())),

  USERS_OF_THE_LIBRARY_CALL_ITS_API_ALONE(Code.MAIN, callsTheApiAlone()),

  JOBS_AND_SNIPPETS_CALL_ITS_API_ALONE(Code.TESTS, callsTheApiAlone()),

  ONLY_CLIENT_IMPORTS_KAFKA(
      Code.MAIN,
      noClasses()
          .that()
          .resideInAPackage("io.streamgauge.kafka..")
          .and()
          .resideOutsideOfPackage("io.streamgauge.kafka.client")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")),

  ONLY_GCS_IMPORTS_GOOGLE(
      Code.MAIN,
      noClasses()
          .that()
          .resideOutsideOfPackages("io.streamgauge.checkpoint.gcs", "io.streamgauge.udf.gcs")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.api..",
              "com.google.auth..",
              "com.google.cloud..",
              "com.google.common..")),

  NOTHING_IMPORTS_WHAT_IS_NOT_SHIPPED(
      Code.MAIN,
      noClasses()
          .that()
          .resideOutsideOfPackages("io.streamgauge.demo..", "io.streamgauge.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.streamgauge.demo..", "io.streamgauge.benchmarks..", "io.streamgauge.it..")),

  WHAT_IS_SHIPPED_DOES_NOT_PRINT_BUT_FOR_ITS_COMMAND_LINE(
      Code.REPORTER,
      noClasses()
          .that()
          .resideOutsideOfPackage("io.streamgauge.reporter.standalone")
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)),

  THE_LAUNCHER_KNOWS_THE_JDK_ALONE(
      Code.REPORTER,
      classes().that(launch()).should().onlyDependOnClassesThat(known().or(launch()))),

  /** One class limits the lines that libraries write to java.util.logging. */
  WHAT_IS_SHIPPED_LOGS_THROUGH_SLF4J(
      Code.REPORTER,
      noClasses()
          .that()
          .haveNameNotMatching(
              "io\\.streamgauge\\.reporter\\.internal\\.logging\\.JulLimit(\\$.*)?")
          .should(GeneralCodingRules.USE_JAVA_UTIL_LOGGING)),

  WHAT_IS_SHIPPED_DOES_NOT_SLEEP(Code.REPORTER, neverSleeping()),

  TESTS_DO_NOT_SLEEP(Code.TESTS, neverSleeping()),

  /** {@code WaitLimit} and surefire's configuration limit all tests alike. */
  TESTS_HAVE_NO_LIMITS_OF_THEIR_OWN(
      Code.TESTS,
      noClasses()
          .should()
          .callMethod(ConditionFactory.class, "atMost", Duration.class)
          .orShould()
          .callMethod(ConditionFactory.class, "atMost", long.class, TimeUnit.class)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.junit.jupiter.api.Timeout")),

  NOTHING_IS_MOCKED(
      Code.TESTS,
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mockito..", "org.easymock..", "org.powermock..", "mockit..")),

  TESTS_ARE_NAMED_SO_THAT_THEY_RUN(
      Code.TESTS,
      methods()
          .that()
          .areAnnotatedWith(Test.class)
          .or()
          .areAnnotatedWith(ParameterizedTest.class)
          .should()
          .beDeclaredInClassesThat()
          .haveNameMatching(".*(Test|ITCase)(\\$.*)?"));

  /** What a rule holds for. */
  enum Code {
    /** The reporter's shipped classes. */
    REPORTER,
    /** What every module has in {@code src/main}. */
    MAIN,
    /** What every module has in {@code src/test}. */
    TESTS
  }

  private final Code code;

  @SuppressWarnings("ImmutableEnumChecker") // ArchUnit does not say that its rules are.
  private final ArchRule rule;

  Rule(Code code, ArchRule rule) {
    this.code = code;
    this.rule = rule;
  }

  Code code() {
    return code;
  }

  ArchRule rule() {
    return rule;
  }

  private static ArchRule onlyKnows(String room, String... others) {
    String own = "io.streamgauge.reporter." + room;
    String[] all = new String[others.length + 1];
    all[0] = own;
    System.arraycopy(others, 0, all, 1, others.length);
    return classes().that().resideInAPackage(own).should().onlyDependOnClassesThat(known(all));
  }

  /** The benchmarks measure wrappers that only Flink calls. */
  private static ArchRule callsTheApiAlone() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("io.streamgauge.udf..", "io.streamgauge.benchmarks..")
        .or()
        .resideInAPackage("io.streamgauge.udf.docs")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.streamgauge.udf.internal..");
  }

  private static ArchRule importsTheProbeSpiAlone(String module) {
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours but neither its own nor in probe or snapshot",
                each ->
                    each.getPackageName().startsWith("io.streamgauge.")
                        && !each.getPackageName().startsWith(module)
                        && !each.getPackageName().equals("io.streamgauge.reporter.probe")
                        && !each.getPackageName().equals("io.streamgauge.reporter.snapshot")));
  }

  private static DescribedPredicate<JavaClass> known(String... packages) {
    return JavaClass.Predicates.resideInAnyPackage(packages)
        .or(
            JavaClass.Predicates.resideInAnyPackage(
                "", "java..", "org.jspecify.annotations", "com.google.errorprone.annotations.."))
        .as("are their own, the JDK's, or in " + String.join(", ", packages));
  }

  /** Are the first to run of the stand-alone monitor, before anything but the JDK is there. */
  private static DescribedPredicate<JavaClass> launch() {
    return HasName.Predicates.nameMatching(
            "io\\.streamgauge\\.reporter\\.(standalone\\.Launcher|"
                + "internal\\.hosting\\.loading\\.(NestedJars|PrivateFolder))(\\$.*)?")
        .forSubtype();
  }

  private static ArchRule neverSleeping() {
    return noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .orShould()
        .callMethod(TimeUnit.class, "sleep", long.class);
  }
}
