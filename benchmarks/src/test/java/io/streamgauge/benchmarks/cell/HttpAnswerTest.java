package io.streamgauge.benchmarks.cell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {

  @Test
  void chunksAreJoined() throws IOException {
    String answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\na 1\n\r\nA\r\nb 2\nc 3\nd \r\n0\r\n\r\n";

    assertThat(HttpAnswer.of(answer.getBytes(US_ASCII)).text()).isEqualTo("a 1\nb 2\nc 3\nd ");
  }

  @Test
  void whatFollowsTheHeadIsTheBody() throws IOException {
    String answer = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na 1\n";

    assertThat(HttpAnswer.of(answer.getBytes(US_ASCII)).text()).isEqualTo("a 1\n");
  }
}
