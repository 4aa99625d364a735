package io.streamgauge.cluster;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Disables tests whose programs are missing. */
final class ToolCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class)
        .map(needs -> evaluate(List.of(needs.value()), System.getenv()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("no program is needed"));
  }

  /**
   * Returns whether a test can run.
   *
   * @throws IllegalStateException if a program is missing where all must be there
   */
  static ConditionEvaluationResult evaluate(List<String> tools, Map<String, String> environment) {
    List<String> missing = Programs.missing(tools, environment.getOrDefault("PATH", ""));
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled(tools + " are on the path");
    }
    String message = "skipped, not on the path: " + String.join(", ", missing);
    if ("true".equals(environment.get("CI"))) {
      throw new IllegalStateException(message + "; in CI nothing may be skipped");
    }
    return ConditionEvaluationResult.disabled(message);
  }
}
