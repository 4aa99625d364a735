package io.streamgauge.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoTest {
  private final StringWriter errors = new StringWriter();
  private final StringWriter output = new StringWriter();
  private final CommandLine command =
      new CommandLine(new Demo())
          .setErr(new PrintWriter(errors, true))
          .setOut(new PrintWriter(output, true));

  @ParameterizedTest
  @CsvSource({
    "--flink=1.19.1, '--flink takes 1.20.x or 2.x, such as 1.20.3, not 1.19.1'",
    "--flink=newest, '--flink takes 1.20.x or 2.x, such as 1.20.3, not newest'",
    "--flink, Missing required parameter for option '--flink' (<version>)",
    "--chekc, Unknown option: '--chekc'",
    "check, Unmatched argument at index 0: 'check'"
  })
  void aWrongArgumentIsNamed(String argument, String error) {
    int status = command.execute(argument);

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString()).startsWith(error);
  }

  @Test
  void helpShowsTheOptions() {
    int status = command.execute("--help");

    assertThat(status).isZero();
    assertThat(output.toString().replaceAll("\\s+", " "))
        .contains("--check", "--flink=<version>", "2.3.0 unless given");
  }
}
