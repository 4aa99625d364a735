package io.streamgauge.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs programs on the PATH. Without one of them the test is skipped, but fails where
 * the environment has {@code CI=true}. Needs {@code junit-jupiter-api}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolCondition.class)
public @interface NeedsTool {

  /** The programs, as they are called on the path. */
  String[] value();
}
