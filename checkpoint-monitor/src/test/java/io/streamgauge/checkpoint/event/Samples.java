package io.streamgauge.checkpoint.event;

import io.streamgauge.checkpoint.failure.Origin;
import java.time.Duration;
import java.time.Instant;

/** An event of each kind, as docs/events.md shows them. */
final class Samples {

  static final String JOB = "5a2e86ab46a3ae1bd9dd6cc9f4d3b1c7";
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  static LifeEvent of(EventKind kind) {
    LifeEvent.Builder event =
        LifeEvent.of(kind, NOON.plusSeconds(kind.ordinal()), JOB, "orders-to-invoices");
    return switch (kind) {
      case JOB_CREATED, JOB_RUNNING, JOB_RESTARTING, JOB_FAILED, JOB_FINISHED, JOB_CANCELLED ->
          event.build();
      case JOB_RESCALED -> event.parallelism(4, 8).build();
      case CHECKPOINT_COMPLETED ->
          event
              .checkpoint(4711, "checkpoint")
              .duration(Duration.ofMillis(2350))
              .sizeBytes(73400320)
              .build();
      case CHECKPOINT_FAILED -> event.checkpoint(4712, "checkpoint").reason("expired").build();
      case FAILURE ->
          event
              .exception("com.acme.orders.BadOrder", Origin.USER)
              .task("Parse orders (2/4) - execution #3")
              .host("10.0.0.7:43113")
              .build();
    };
  }
}
