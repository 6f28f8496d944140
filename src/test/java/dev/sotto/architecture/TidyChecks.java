package dev.sotto.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads one source file as the JDK's compiler does and lists what is too long, too wide, badly named or says nothing. */
final class TidyChecks {
    static final int FILE_LINES_MAX = 400;
    static final int METHOD_LINES_MAX = 60;
    static final int PARAMETERS_MAX = 5;

    private static final Pattern VAGUE = Pattern.compile(".*(Util|Utils|Common|Helper|Helpers|Manager|Impl)");
    private static final Pattern VAGUE_PACKAGE = Pattern.compile("util|utils|common|helper|helpers|manager|impl");
    /** The words are split so that this file does not report itself. */
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b(?!\\(?,? ?(issue )?#?\\d)");

    private static final String PROXY = "java.lang.reflect.Proxy";
    private static final String FAKE =
            "a fake by reflection answers what the port forbids; write a class that implements the port";

    /** No class path either: a compiler for each file would open each library of it. */
    private static final List<String> PARSING_ONLY = List.of("-proc:none", "--class-path", "");

    private TidyChecks() {}

    /** Findings of one file, each "name:line: what was seen"; empty when it is tidy. */
    static List<String> findings(String name, String source) {
        List<String> findings = new ArrayList<>();
        List<String> lines = source.lines().toList();
        if (lines.size() > FILE_LINES_MAX) {
            findings.add("%s: %d lines, at most %d".formatted(name, lines.size(), FILE_LINES_MAX));
        }
        for (int i = 0; i < lines.size(); i++) {
            if (LATER.matcher(lines.get(i)).find()) {
                findings.add("%s:%d: work put off without an issue number".formatted(name, i + 1));
            }
        }
        parse(name, source, findings);
        return findings;
    }

    private static void parse(String name, String source, List<String> findings) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var unit = new SourceText(name, source);
        try {
            var task = (JavacTask) compiler.getTask(null, null, null, PARSING_ONLY, null, List.of(unit));
            for (CompilationUnitTree tree : task.parse()) {
                new Scanner(name, tree, DocTrees.instance(task), findings).scan(tree, null);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot parse " + name, e);
        }
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final String name;
        private final CompilationUnitTree unit;
        private final DocTrees trees;
        private final List<String> findings;

        Scanner(String name, CompilationUnitTree unit, DocTrees trees, List<String> findings) {
            this.name = name;
            this.unit = unit;
            this.trees = trees;
            this.findings = findings;
        }

        @Override
        public Void visitCompilationUnit(CompilationUnitTree tree, Void nothing) {
            if (tree.getPackageName() != null) {
                for (String part : tree.getPackageName().toString().split("\\.")) {
                    if (VAGUE_PACKAGE.matcher(part).matches()) {
                        report(tree, "the package name '%s' says nothing; name it after what it holds".formatted(part));
                    }
                }
            }
            return super.visitCompilationUnit(tree, null);
        }

        @Override
        public Void visitImport(ImportTree tree, Void nothing) {
            if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
                report(tree, "star import; name each type");
            }
            if (tree.getQualifiedIdentifier().toString().equals(PROXY)) {
                report(tree, FAKE);
            }
            return super.visitImport(tree, null);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Void nothing) {
            if (tree.toString().equals(PROXY + ".newProxyInstance")) {
                report(tree, FAKE);
            }
            return super.visitMemberSelect(tree, null);
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            String type = tree.getSimpleName().toString();
            if (VAGUE.matcher(type).matches()) {
                report(tree, "the type name '%s' says nothing; name it after what it does".formatted(type));
            }
            checkEcho(tree, type, type);
            return super.visitClass(tree, null);
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            long start = line(trees.getSourcePositions().getStartPosition(unit, tree));
            long end = line(trees.getSourcePositions().getEndPosition(unit, tree));
            if (end - start + 1 > METHOD_LINES_MAX) {
                report(
                        tree,
                        "%s has %d lines, at most %d".formatted(tree.getName(), end - start + 1, METHOD_LINES_MAX));
            }
            if (tree.getParameters().size() > PARAMETERS_MAX && !isRecordConstructor(tree)) {
                report(
                        tree,
                        "%s has %d parameters"
                                .formatted(tree.getName(), tree.getParameters().size()));
            }
            String result =
                    tree.getReturnType() == null ? "" : tree.getReturnType().toString();
            checkEcho(tree, tree.getName().toString(), tree.getName() + " " + result);
            return super.visitMethod(tree, null);
        }

        private boolean isRecordConstructor(MethodTree method) {
            Tree owner = getCurrentPath().getParentPath().getLeaf();
            return owner.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>");
        }

        private void checkEcho(Tree tree, String shown, String words) {
            var comment = trees.getDocCommentTree(getCurrentPath());
            if (comment != null) {
                EchoJavadoc.findings(comment, words)
                        .forEach(echo -> report(tree, "Javadoc of %s: %s".formatted(shown, echo)));
            }
        }

        private void report(Tree tree, String seen) {
            long line = line(trees.getSourcePositions().getStartPosition(unit, tree));
            findings.add("%s:%d: %s".formatted(name, line, seen));
        }

        private long line(long position) {
            return position < 0 ? 0 : unit.getLineMap().getLineNumber(position);
        }
    }

    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String name, String text) {
            super(URI.create("source:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
