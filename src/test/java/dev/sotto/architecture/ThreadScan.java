package dev.sotto.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds every thread and pool that sources make, by the calls that make them. A name may be a text, a constant, or a
 * parameter that the same file's callers fill with one of these; any other name cannot be read and is a finding.
 */
final class ThreadScan {
    /** Names of pools and threads, each with the number of its threads, or 0 where that is no number in the source. */
    final Map<String, Integer> threads = new TreeMap<>();

    /** Places where a thread has no name, or one that cannot be read. */
    final List<String> findings = new ArrayList<>();

    private final Map<String, Object> constants = new HashMap<>();

    private ThreadScan() {}

    static ThreadScan of(List<? extends JavaFileObject> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, sources);
        List<Unit> units = new ArrayList<>();
        for (CompilationUnitTree tree : task.parse()) {
            units.add(new Unit(tree));
        }
        ThreadScan scan = new ThreadScan();
        units.forEach(unit -> unit.scan(unit.tree, null));
        units.forEach(unit -> scan.constants.putAll(unit.constants));
        units.forEach(scan::makersOf);
        return scan;
    }

    private void makersOf(Unit unit) {
        for (Call call : unit.calls) {
            switch (call.name()) {
                case "createSharedWorkerExecutor" -> add(unit, call, 0, 1);
                case "setWorkerPoolName" -> add(unit, call, 0, -1);
                case "Thread" -> add(unit, call, 1, -1);
                case "Executors" -> {
                    if (call.arguments().stream().noneMatch(LambdaExpressionTree.class::isInstance)) {
                        findings.add(unit.at(call) + "an executor without a factory that names its threads");
                    }
                }
                default -> {}
            }
        }
    }

    private void add(Unit unit, Call call, int nameAt, int sizeAt) {
        if (call.arguments().size() <= nameAt) {
            findings.add(unit.at(call) + "a thread without a name");
            return;
        }
        boolean sized = sizeAt >= 0 && call.arguments().size() > sizeAt;
        name(unit, call, call.arguments().get(nameAt), sized ? call.arguments().get(sizeAt) : null);
    }

    private void name(Unit unit, Call call, ExpressionTree name, @Nullable ExpressionTree size) {
        int parameter = call.parameter(name);
        if (value(unit, name) instanceof String known) {
            threads.merge(known, size != null && value(unit, size) instanceof Integer count ? count : 0, Math::max);
        } else if (parameter >= 0 && call.in() != null) {
            int sizeParameter = size == null ? -1 : call.parameter(size);
            for (Call caller : unit.callsOf(call.in())) {
                name(
                        unit,
                        caller,
                        caller.arguments().get(parameter),
                        sizeParameter < 0 ? size : caller.arguments().get(sizeParameter));
            }
        } else {
            findings.add(unit.at(call) + "the name of a thread is neither a text nor a constant: " + name);
        }
    }

    private @Nullable Object value(Unit unit, ExpressionTree expression) {
        if (expression instanceof LiteralTree literal) {
            return literal.getValue();
        }
        if (expression instanceof IdentifierTree constant) {
            return constants.get(unit.type() + "." + constant.getName());
        }
        return expression instanceof MemberSelectTree other ? constants.get(other.toString()) : null;
    }

    /** {@code name} of a constructor is its class; {@code in} is absent in a field. */
    private record Call(
            String name,
            List<? extends ExpressionTree> arguments,
            @Nullable MethodTree in,
            String shown) {
        /** Which parameter of the method around it the expression is; -1 for none. */
        int parameter(ExpressionTree expression) {
            MethodTree around = in;
            return around == null || !(expression instanceof IdentifierTree identifier)
                    ? -1
                    : IntStream.range(0, around.getParameters().size())
                            .filter(i -> around.getParameters().get(i).getName().equals(identifier.getName()))
                            .findFirst()
                            .orElse(-1);
        }
    }

    /** What one file calls, and its constants that are texts or numbers, under "Type.NAME". */
    private static final class Unit extends TreePathScanner<Void, Void> {
        private final CompilationUnitTree tree;
        private final List<Call> calls = new ArrayList<>();
        private final Map<String, Object> constants = new HashMap<>();

        Unit(CompilationUnitTree tree) {
            this.tree = tree;
        }

        String type() {
            return tree.getSourceFile().getName().replaceFirst(".*/", "").replaceFirst("\\.java$", "");
        }

        String at(Call call) {
            return "%s: %s: ".formatted(type(), call.shown());
        }

        List<Call> callsOf(MethodTree method) {
            return calls.stream()
                    .filter(call -> method.getName().contentEquals(call.name())
                            && method.getParameters().size() == call.arguments().size())
                    .toList();
        }

        @Override
        public Void visitVariable(VariableTree variable, Void nothing) {
            if (variable.getInitializer() instanceof LiteralTree literal && literal.getValue() != null) {
                constants.put(type() + "." + variable.getName(), literal.getValue());
            }
            return super.visitVariable(variable, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            String name = call.getMethodSelect() instanceof MemberSelectTree member
                    ? member.getExpression().toString().equals("Executors")
                            ? "Executors"
                            : member.getIdentifier().toString()
                    : call.getMethodSelect().toString();
            calls.add(new Call(name, call.getArguments(), method(), name + call.getArguments()));
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void nothing) {
            String name = made.getIdentifier().toString();
            calls.add(new Call(name, made.getArguments(), method(), "new " + name + made.getArguments()));
            return super.visitNewClass(made, null);
        }

        private @Nullable MethodTree method() {
            for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof MethodTree method) {
                    return method;
                }
            }
            return null;
        }
    }
}
