package dev.sotto.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;

/**
 * Which tier a class of tests belongs to, by what its code can reach: an engine, another program, a listening server.
 * {@code scripts/test quick} leaves out the tags of {@link Weight}, so a class without a tag has to stay light.
 */
final class TestTiers {
    /** What makes a test slow, and whom to blame: the class that does it. */
    enum Weight {
        /** Loads a model: runs on both DJL lines. */
        ENGINE("inference"),
        /** Starts another program: ffmpeg, a script, a second JVM. */
        PROCESS("heavy"),
        /** Starts our server, in this process or another. */
        SERVER("heavy");

        final String tag;

        Weight(String tag) {
            this.tag = tag;
        }
    }

    /** Classes that can reach something heavy by their code and do not do so, with the reason. */
    static final Map<String, String> LIGHT_ALL_THE_SAME = Map.of(
            "BackupCommandTest", "runs commands of the command line, of which only 'doctor' starts ffmpeg",
            "KeysCommandTest", "runs commands of the command line, of which only 'doctor' starts ffmpeg",
            "AlignCommandTest", "runs commands of the command line, of which only 'doctor' starts ffmpeg",
            "TranscribeCommandTest", "runs commands of the command line, of which only 'doctor' starts ffmpeg",
            "CrashCountTest", "counts what a crash run wrote, and cuts no recording",
            "TranscriptionWorkTest", "holds a decoder that must not be asked");

    private final Map<String, Set<String>> uses = new TreeMap<>();
    private final Map<String, Set<Weight>> weights = new TreeMap<>();
    private final Map<String, Set<String>> tags = new TreeMap<>();

    /** @param classes of the product and of its tests */
    TestTiers(JavaClasses classes) {
        for (JavaClass each : classes) {
            add(each);
        }
    }

    /** Tests as the build finds them: by the end of their name, abstract ones left out. Full name to tags. */
    Map<String, Set<String>> tests() {
        return tags;
    }

    /** Weights that the code of a class can reach, each with the way there, as in {@code SurfaceIT > TestServer}. */
    Map<Weight, String> reached(String test) {
        Map<Weight, String> found = new TreeMap<>();
        Map<String, String> ways = new HashMap<>(Map.of(test, simple(test)));
        Deque<String> left = new ArrayDeque<>(Set.of(test));
        while (!left.isEmpty()) {
            String name = left.remove();
            weights.getOrDefault(name, Set.of()).forEach(weight -> found.putIfAbsent(weight, ways.get(name)));
            for (String next : uses.getOrDefault(name, Set.of())) {
                if (ways.putIfAbsent(next, ways.get(name) + " > " + simple(next)) == null) {
                    left.add(next);
                }
            }
        }
        return found;
    }

    /** What is wrong with the tags of one class, a sentence each. */
    Stream<String> findings(String test, Set<String> tagged) {
        Map<Weight, String> reached = reached(test);
        if (LIGHT_ALL_THE_SAME.containsKey(simple(test)) && tagged.isEmpty()) {
            return reached.isEmpty()
                    ? Stream.of(simple(test) + " reaches nothing heavy: no exception needed")
                    : Stream.of();
        }
        if (reached.containsKey(Weight.ENGINE) && !tagged.contains(Weight.ENGINE.tag)) {
            return Stream.of(missing(test, Weight.ENGINE, reached.get(Weight.ENGINE)));
        }
        if (tagged.isEmpty()) {
            return reached.entrySet().stream().limit(1).map(entry -> missing(test, entry.getKey(), entry.getValue()));
        }
        return reached.isEmpty()
                ? Stream.of("%s has the tag %s and starts nothing: it belongs to the quick tier"
                        .formatted(simple(test), tagged))
                : Stream.of();
    }

    private static String missing(String test, Weight weight, String way) {
        return "%s lacks @Tag(\"%s\"): it reaches %s by %s".formatted(simple(test), weight.tag, weight, way);
    }

    private void add(JavaClass each) {
        String name = outermost(each);
        if (each.getName().equals(name) && isTest(each)) {
            tags.put(name, tags(each));
        }
        Set<String> used = uses.computeIfAbsent(name, unused -> new HashSet<>());
        each.getRawSuperclass().ifPresent(parent -> used.add(outermost(parent)));
        Stream.of(each.getCodeUnitCallsFromSelf(), each.getCodeUnitReferencesFromSelf())
                .flatMap(Collection::stream)
                .forEach(access -> {
                    JavaClass owner = access.getTargetOwner();
                    used.add(outermost(owner));
                    weigh(name, owner, access.getName());
                });
        used.remove(name);
    }

    private void weigh(String name, JavaClass owner, String member) {
        Set<Weight> own = weights.computeIfAbsent(name, unused -> EnumSet.noneOf(Weight.class));
        if (owner.getPackageName().startsWith("ai.djl")) {
            own.add(Weight.ENGINE);
        }
        if (owner.isEquivalentTo(ProcessBuilder.class)) {
            own.add(Weight.PROCESS);
        }
        if (member.equals("createHttpServer")) {
            own.add(Weight.SERVER);
        }
    }

    private static boolean isTest(JavaClass each) {
        return !each.getPackageName().contains("jmh_generated") // written by JMH, and run by it alone
                && (each.getSimpleName().endsWith("Test")
                        || each.getSimpleName().endsWith("IT"))
                && !each.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private static Set<String> tags(JavaClass each) {
        Set<String> found = new HashSet<>();
        each.tryGetAnnotationOfType(Tag.class).ifPresent(tag -> found.add(tag.value()));
        each.tryGetAnnotationOfType(Tags.class)
                .ifPresent(several -> Stream.of(several.value()).forEach(tag -> found.add(tag.value())));
        return found;
    }

    private static String outermost(JavaClass each) {
        JavaClass outer = each.getBaseComponentType();
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer.getName();
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
