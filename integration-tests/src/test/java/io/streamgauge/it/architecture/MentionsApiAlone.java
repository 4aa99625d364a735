package io.streamgauge.it.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the visible signatures of a class mention only the API, the JDK and Flink. */
final class MentionsApiAlone extends ArchCondition<JavaClass> {

  private static final List<String> KNOWN = List.of("java.", "javax.", "org.apache.flink.");

  MentionsApiAlone() {
    super("mention only the API, the JDK and Flink in visible signatures");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    check(type, type.getDescription(), supertypes(type), events);
    for (JavaMember member : type.getMembers()) {
      if (isVisible(member)) {
        check(type, member.getDescription(), mentioned(member), events);
      }
    }
  }

  private static void check(
      JavaClass type, String signature, Stream<JavaType> mentioned, ConditionEvents events) {
    Set<String> strange =
        mentioned
            .map(JavaType::getAllInvolvedRawTypes)
            .flatMap(Collection::stream)
            .map(JavaClass::getBaseComponentType)
            .filter(each -> !isKnown(each))
            .map(JavaClass::getName)
            .collect(Collectors.toSet());
    events.add(
        new SimpleConditionEvent(type, strange.isEmpty(), signature + " mentions " + strange));
  }

  private static Stream<JavaType> supertypes(JavaClass type) {
    return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
  }

  private static Stream<JavaType> mentioned(JavaMember member) {
    if (member instanceof JavaField field) {
      return Stream.of(field.getType());
    }
    JavaCodeUnit code = (JavaCodeUnit) member;
    return Stream.of(
            Stream.of(code.getReturnType()),
            code.getParameterTypes().stream(),
            code.getExceptionTypes().stream())
        .flatMap(types -> types);
  }

  private static boolean isVisible(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static boolean isKnown(JavaClass type) {
    return type.isPrimitive()
        || KNOWN.stream().anyMatch(type.getName()::startsWith)
        || Api.includes(type);
  }
}
