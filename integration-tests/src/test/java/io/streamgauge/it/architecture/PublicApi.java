package io.streamgauge.it.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The public and protected types and members of Java sources, one a line, and those without
 * Javadoc. Overriding methods are left out: they are those of the overridden type.
 */
final class PublicApi {

  private static final Set<Modifier> VISIBLE = EnumSet.of(Modifier.PUBLIC, Modifier.PROTECTED);

  private final DocTrees comments;
  private final SortedMap<String, List<String>> types = new TreeMap<>();
  private final List<String> undocumented = new ArrayList<>();

  private PublicApi(DocTrees comments) {
    this.comments = comments;
  }

  /** Reads all sources of some folders, without the folders below them. */
  static PublicApi of(List<Path> packages) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path folder : packages) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask parser =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      PublicApi api = new PublicApi(DocTrees.instance(parser));
      for (CompilationUnitTree unit : parser.parse()) {
        api.add(unit);
      }
      return api;
    }
  }

  /** A line for each type, and an indented one for each of its members. */
  String text() {
    return types.values().stream()
        .flatMap(List::stream)
        .map(line -> line + '\n')
        .collect(Collectors.joining());
  }

  /** The types and members without Javadoc. */
  List<String> undocumented() {
    return undocumented;
  }

  private void add(CompilationUnitTree unit) {
    for (Tree each : unit.getTypeDecls()) {
      if (each instanceof ClassTree type && isVisible(type.getModifiers())) {
        add(type, unit.getPackageName().toString(), new TreePath(unit));
      }
    }
  }

  private void add(ClassTree type, String outer, TreePath parent) {
    String name = outer + '.' + type.getSimpleName();
    TreePath path = new TreePath(parent, type);
    boolean isInterface = type.getKind() == Tree.Kind.INTERFACE;
    List<String> members = new ArrayList<>();
    check(name, path);
    for (Tree each : type.getMembers()) {
      ModifiersTree modifiers = modifiers(each);
      if (modifiers == null || !(isInterface || isVisible(modifiers)) || overrides(modifiers)) {
        continue;
      }
      if (each instanceof ClassTree nested) {
        add(nested, name, path);
      } else {
        String member = "  " + (each instanceof MethodTree m ? method(m, type) : field(each));
        members.add(member);
        check(name + member, new TreePath(path, each));
      }
    }
    members.sort(null);
    members.add(0, header(type, name));
    types.put(name, members);
  }

  private void check(String member, TreePath path) {
    if (comments.getDocComment(path) == null) {
      undocumented.add(member);
    }
  }

  private static boolean isVisible(ModifiersTree modifiers) {
    return modifiers.getFlags().stream().anyMatch(VISIBLE::contains);
  }

  private static boolean overrides(ModifiersTree modifiers) {
    return modifiers.getAnnotations().stream()
        .anyMatch(each -> each.getAnnotationType().toString().equals("Override"));
  }

  private static ModifiersTree modifiers(Tree member) {
    if (member instanceof MethodTree method) {
      return method.getModifiers();
    }
    if (member instanceof VariableTree field) {
      return field.getModifiers();
    }
    return member instanceof ClassTree type ? type.getModifiers() : null;
  }

  private static String header(ClassTree type, String name) {
    String kind = type.getKind().name().toLowerCase(Locale.ROOT);
    String header =
        words(type.getModifiers()) + kind + ' ' + name + typeParameters(type.getTypeParameters());
    if (type.getExtendsClause() != null) {
      header += " extends " + type.getExtendsClause();
    }
    if (!type.getImplementsClause().isEmpty()) {
      header +=
          (type.getKind() == Tree.Kind.INTERFACE ? " extends " : " implements ")
              + joined(type.getImplementsClause());
    }
    return plain(header);
  }

  private static String method(MethodTree method, ClassTree type) {
    String parameters =
        method.getParameters().stream()
            .map(each -> each.toString().replaceFirst(" " + each.getName() + "$", ""))
            .collect(Collectors.joining(", ", "(", ")"));
    String thrown = method.getThrows().isEmpty() ? "" : " throws " + joined(method.getThrows());
    String generics = typeParameters(method.getTypeParameters());
    return plain(
        words(method.getModifiers())
            + (generics.isEmpty() ? "" : generics + ' ')
            + (method.getReturnType() == null
                ? type.getSimpleName()
                : method.getReturnType() + " " + method.getName())
            + parameters
            + thrown);
  }

  private static String field(Tree member) {
    VariableTree field = (VariableTree) member;
    return plain(words(field.getModifiers()) + field.getType() + ' ' + field.getName());
  }

  /** The annotations and modifiers, without those that say nothing to a caller. */
  private static String words(ModifiersTree modifiers) {
    Stream<String> annotations =
        modifiers.getAnnotations().stream()
            .map(each -> '@' + each.getAnnotationType().toString())
            .filter(each -> !each.equals("@SuppressWarnings"));
    Stream<String> flags =
        modifiers.getFlags().stream()
            .filter(each -> each != Modifier.PUBLIC && each != Modifier.SYNCHRONIZED)
            .map(Modifier::toString);
    return Stream.concat(annotations, flags).map(each -> each + ' ').collect(Collectors.joining());
  }

  private static String typeParameters(List<? extends Tree> parameters) {
    return parameters.isEmpty() ? "" : '<' + joined(parameters) + '>';
  }

  private static String joined(List<? extends Tree> trees) {
    return trees.stream().map(Tree::toString).collect(Collectors.joining(", "));
  }

  /** The text on one line: javac prints parentheses and line breaks after annotations. */
  private static String plain(String text) {
    return text.replace("@Nullable()", "@Nullable").replaceAll("\\s+", " ");
  }
}
