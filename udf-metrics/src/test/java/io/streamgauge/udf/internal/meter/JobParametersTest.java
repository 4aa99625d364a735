package io.streamgauge.udf.internal.meter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobParametersTest {

  @Test
  void whatIsNotSetHasItsDefault() {
    JobParameters parameters = JobParameters.of("", "");

    assertThat(parameters.isEnabled()).isTrue();
    assertThat(parameters.sampleInterval()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource({"false,false", "FALSE,false", "' false ',false", "true,true", "off,true"})
  void onlyTheWordFalseSwitchesOff(String text, boolean isEnabled) {
    assertThat(JobParameters.of(text, "").isEnabled()).isEqualTo(isEnabled);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "' 250 ',250", "0,100", "-1,100", "often,100"})
  void anIntervalThatIsNoneIsTheDefault(String text, int interval) {
    assertThat(JobParameters.of("", text).sampleInterval()).isEqualTo(interval);
  }
}
