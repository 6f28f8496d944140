package dev.sotto.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the sources declare: types by their simple names, with the folder and text of their files. */
final class SourceIndex {
    private static final Pattern TYPE = Pattern.compile(
            "(?m)^\\s*(?:@\\w+ )*(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract) )*"
                    + "(?:class|interface|record|enum|@interface) ([A-Z]\\w*)([^{]*)");
    private static final Pattern TEXT_BLOCK = Pattern.compile("(?s)\"{3}(?:\\\\.|(?!\"{3}).)*+\"{3}");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*");

    /** {@code supertypes} holds every type that the declaration names, bounds and parameters included. */
    private record Type(Path file, Set<String> supertypes, String text) {}

    private final Map<String, List<Type>> types = new HashMap<>();

    /** Reads every Java file below {@code roots}. */
    static SourceIndex of(Path... roots) {
        SourceIndex index = new SourceIndex();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(index::read);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return index;
    }

    private void read(Path file) {
        try {
            add(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text blocks are left out: they may hold sources that a test plants. */
    SourceIndex add(Path file, String source) {
        String text = TEXT_BLOCK.matcher(source).replaceAll("");
        Matcher declarations = TYPE.matcher(text);
        while (declarations.find()) {
            Set<String> supertypes = new HashSet<>();
            NAME.matcher(declarations.group(2)).results().forEach(found -> supertypes.add(found.group()));
            types.computeIfAbsent(declarations.group(1), name -> new ArrayList<>())
                    .add(new Type(file, supertypes, text));
        }
        return this;
    }

    boolean hasType(String name) {
        return types.containsKey(name);
    }

    /** Whether a file of that name lies in a folder that ends with {@code packageName}, with dots between its parts. */
    boolean hasType(String packageName, String name) {
        Path end = Path.of(packageName.replace('.', '/'), name + ".java");
        return types.getOrDefault(name, List.of()).stream()
                .anyMatch(type -> type.file().endsWith(end));
    }

    /** Whether the file of {@code type}, or of what it extends or implements, names {@code member}. */
    boolean hasMember(String type, String member) {
        return find(type, Pattern.compile("\\b" + member + "\\b"), new HashSet<>());
    }

    /** Whether {@code type}, or what it extends or implements, declares a test of that name. */
    boolean hasTest(String type, String method) {
        return find(type, declarationOf(method), new HashSet<>());
    }

    /** A method whose own annotations say that it is a test: no other method begins between the two. */
    private static Pattern declarationOf(String method) {
        return Pattern.compile("(?s)@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b"
                + "(?:(?!\\bvoid |\\bStream<DynamicTest> ).)*+(?:void|Stream<DynamicTest>) " + method + "\\(");
    }

    private boolean find(String type, Pattern wanted, Set<String> seen) {
        if (!seen.add(type)) {
            return false;
        }
        return types.getOrDefault(type, List.of()).stream()
                .anyMatch(found -> wanted.matcher(found.text()).find()
                        || found.supertypes().stream().anyMatch(above -> find(above, wanted, seen)));
    }
}
