package dev.sotto.architecture;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds Javadoc that only repeats the words of the name it stands on: after the small words are taken away, none is left. */
final class EchoJavadoc {
    private static final Set<String> SMALL = Set.of(
            "a",
            "an",
            "and",
            "are",
            "as",
            "be",
            "by",
            "class",
            "constructor",
            "constructs",
            "create",
            "creates",
            "for",
            "from",
            "get",
            "gets",
            "given",
            "in",
            "instance",
            "interface",
            "is",
            "it",
            "its",
            "method",
            "new",
            "object",
            "of",
            "on",
            "or",
            "record",
            "represents",
            "return",
            "returns",
            "set",
            "sets",
            "that",
            "the",
            "this",
            "to",
            "value",
            "whether",
            "which",
            "with");

    private EchoJavadoc() {}

    /** Texts of the comment that add nothing to {@code nameWords}, the camel-case names of the element and its type. */
    static List<String> findings(DocCommentTree comment, String nameWords) {
        List<String> findings = new ArrayList<>();
        String body = text(comment.getFullBody());
        if (!body.isBlank() && addsNothing(body, nameWords)) {
            findings.add("echoes the name: \"" + body + "\"");
        }
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ReturnTree result && addsNothing(text(result.getDescription()), nameWords)) {
                findings.add("echoes the name: \"" + result + "\"");
            }
            if (tag instanceof ParamTree parameter
                    && addsNothing(
                            text(parameter.getDescription()),
                            parameter.getName().toString())) {
                findings.add("echoes the parameter: \"" + parameter + "\"");
            }
        }
        return findings;
    }

    private static String text(List<? extends DocTree> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(text::append);
        return text.toString().replace("{@inheritDoc}", "inherits documentation");
    }

    private static boolean addsNothing(String text, String nameWords) {
        Set<String> said = words(text);
        said.removeAll(words(nameWords));
        said.removeAll(SMALL);
        return said.isEmpty();
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        String spaced = text.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
                .replaceAll("\\{@(code|link|linkplain)\\b", " ");
        for (String word : spaced.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(singular(word.toLowerCase(Locale.ROOT)));
                words.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    }
}
