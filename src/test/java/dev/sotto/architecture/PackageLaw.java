package dev.sotto.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of packages, and every rule made from it. The tables are the law: a new package or a new arrow is written
 * here first, with its reason in the commit.
 */
final class PackageLaw {
    static final String ROOT = "dev.sotto";

    /** A line a package: its name, an arrow, and the packages of ours that it may import. */
    private static final String TABLE = """
        digest               ->
        fault                ->
        transcript           -> fault
        audio                -> digest fault transcript
        model                -> digest
        edit                 -> transcript
        format               -> transcript edit
        whisper              -> fault audio transcript model
        vad                  -> fault audio transcript
        forcedalign          ->
        diarize              -> fault audio transcript
        torch                -> whisper vad diarize model transcript
        pipeline             -> fault audio vad forcedalign diarize whisper model transcript

        job                  -> fault transcript
        webhook              ->
        key                  -> digest
        outbound             ->
        bus                  -> fault job transcript
        connection           ->
        metrics              -> fault job bus connection format webhook transcript whisper
        tracing              -> bus digest fault format job transcript
        config               ->
        store.sql            -> fault job webhook key transcript
        store.sqlite         -> digest store.sql blob.folder job webhook
        blob.folder          -> digest job

        worker.engine        -> fault vad diarize whisper transcript
        worker.transcription -> fault worker.engine pipeline vad diarize audio transcript bus
        worker.job           -> fault job format transcript bus
        worker.fetch         -> fault worker.job job outbound bus transcript
        worker.webhook       -> fault job webhook outbound

        service              -> digest fault job webhook key bus format edit transcript config
        engine               -> fault service worker.engine model torch vad diarize whisper transcript config
        data                 -> service store blob job webhook key config
        api.upload           -> bus key config
        api.auth             -> fault service api.upload key job bus config
        api.form             -> fault service api.upload job webhook format transcript
        api.http             -> fault connection api.auth api.upload service job webhook format config
        api.openai           -> fault api.http api.auth api.form api.upload service job bus format transcript config
        api.sotto            -> fault api.http api.auth api.form api.upload service job webhook key bus format edit transcript config
        api.dialect          -> fault api.http api.auth api.form api.upload service job webhook format transcript config
        api.ui               ->
        server               -> api service connection data engine worker metrics tracing outbound store format job webhook bus audio whisper transcript config
        cli                  -> fault service data key model audio format transcript
        """;

    /** Package to the packages of ours that it may import; the root package imports all and is imported by none. */
    static final Map<String, Set<String>> ARROWS = arrows();

    /** Foreign package to the packages of ours that may touch it ({@code ""} is the root package). */
    static final Map<String, Set<String>> FENCES = fences();

    private static final Set<String> MAY_ASK_THE_WORLD = Set.of("", "config", "cli", "server", "data", "engine");

    private PackageLaw() {}

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        TABLE.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] sides = line.split("->", -1);
            Set<String> to = new TreeSet<>(List.of(sides[1].strip().split(" +")));
            to.remove("");
            arrows.put(sides[0].strip(), to);
        });
        return arrows;
    }

    private static Map<String, Set<String>> fences() {
        Map<String, Set<String>> fences = new LinkedHashMap<>();
        fences.put("ai.djl", Set.of("torch"));
        // The JDK's client resolves names itself, so only Vert.x's can be bound to an address that was judged before.
        fences.put(
                "io.vertx", Set.of("bus", "worker", "service", "api", "server", "outbound", "metrics", "connection"));
        fences.put("io.micrometer", Set.of("metrics"));
        fences.put("io.opentelemetry", Set.of("tracing"));
        fences.put("io.vertx.micrometer", Set.of("metrics"));
        fences.put("io.vertx.ext.web", Set.of("api"));
        // How much a connection reads in its turn, and when, is no option of Vert.x.
        fences.put("io.netty", Set.of("connection"));
        fences.put("java.sql", Set.of("store"));
        fences.put("org.sqlite", Set.of("store.sqlite"));
        fences.put("picocli", Set.of("cli"));
        fences.put("me.tongfei.progressbar", Set.of("cli"));
        fences.put("com.fasterxml.jackson", Set.of("model", "format", "webhook", "cli"));
        fences.put("org.yaml.snakeyaml", Set.of("model", "config", "api"));
        fences.put("com.knuddels.jtokkit", Set.of("whisper"));
        fences.put("com.github.houbb.opencc4j", Set.of("pipeline"));
        return fences;
    }

    /** Every rule under a key that names it; {@link PackageLawTest} plants a breach for each key. */
    static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        ARROWS.forEach((from, to) -> rules.put("arrow " + from, arrow(from, to)));
        FENCES.forEach((foreign, insiders) -> rules.put("fence " + foreign, fence(foreign, insiders)));
        rules.put("world", worldComesFromOutside());
        rules.put("known packages", everyClassLivesInThisTable());
        rules.put("stores", surfacesAskNoStore());
        rules.put("cycles", slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
        return rules;
    }

    /** Whether a package is {@code grant} or lies below it. */
    static boolean isWithin(String name, String grant) {
        return name.equals(grant) || (!grant.isEmpty() && name.startsWith(grant + "."));
    }

    /** Arrows and fences of the tables that no class of the product needs, one sentence each. */
    static List<String> unusedGrants(JavaClasses product) {
        List<String> unused = new ArrayList<>();
        ARROWS.forEach((from, to) -> to.stream()
                .filter(grant -> !isUsed(product, from, ROOT + "." + grant))
                .forEach(grant -> unused.add(from + " may import " + grant + " and does not")));
        FENCES.forEach((foreign, insiders) -> insiders.stream()
                .filter(insider -> !isUsed(product, insider, foreign))
                .forEach(insider -> unused.add(insider + " may touch " + foreign + " and does not")));
        return unused;
    }

    private static boolean isUsed(JavaClasses product, String from, String imported) {
        return product.stream()
                .filter(type -> isWithin(type.getPackageName(), from.isEmpty() ? ROOT : ROOT + "." + from))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .anyMatch(use -> isWithin(use.getTargetClass().getPackageName(), imported));
    }

    private static ArchRule arrow(String from, Set<String> to) {
        Set<String> allowed = new TreeSet<>(to);
        allowed.add(from);
        return noClasses()
                .that()
                .resideInAPackage(ROOT + "." + from + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(patterns(allowed)))))
                .as(from + " imports, of ours, only " + allowed)
                .allowEmptyShould(true);
    }

    private static ArchRule fence(String foreign, Set<String> insiders) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(patterns(insiders))
                .should()
                .dependOnClassesThat(resideInAPackage(foreign + ".."))
                .as(foreign + " is touched only by " + insiders)
                .allowEmptyShould(true);
    }

    /** Clock, chance and environment are handed in; {@code System.nanoTime} measures and decides nothing. */
    private static ArchRule worldComesFromOutside() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(patterns(MAY_ASK_THE_WORLD))
                .should()
                .accessTargetWhere(asksTheWorld())
                .as("clock, randomness and environment come from outside, except in " + MAY_ASK_THE_WORLD)
                .allowEmptyShould(true);
    }

    /** Who owns what is checked in {@code service}; the keys of {@code api.auth} are asked for before anybody owns anything. */
    private static ArchRule surfacesAskNoStore() {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + ".api..")
                .and()
                .resideOutsideOfPackage(ROOT + ".api.auth..")
                .should()
                .dependOnClassesThat(name(ROOT + ".bus.StoreCalls")
                        .or(name(ROOT + ".webhook.EndpointStore"))
                        .or(name(ROOT + ".webhook.DeliveryLog"))
                        .or(nameMatching(ROOT + "\\.service\\.(Job|Webhook)Access"))
                        .or(nameMatching(
                                ROOT + "\\.job\\.port\\.(TenantJobs|BlobStore|JobStore|WorkQueue|JobMaintenance)")))
                .as("surfaces ask for jobs and webhooks through service, never a store")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaAccess<?>> asksTheWorld() {
        DescribedPredicate<JavaAccess<?>> wallClock =
                call("java\\.time\\..*", "now|system|systemUTC|systemDefaultZone");
        DescribedPredicate<JavaAccess<?>> date = call("java\\.util\\.Date", "<init>");
        DescribedPredicate<JavaAccess<?>> system = call("java\\.lang\\.System", "currentTimeMillis|getenv");
        DescribedPredicate<JavaAccess<?>> random = call("java\\.util\\.(Splittable)?Random", "<init>")
                .and(withoutSeed())
                .or(call("java\\.security\\.SecureRandom", "<init>"));
        DescribedPredicate<JavaAccess<?>> hidden =
                call("java\\.lang\\.Math|java\\.util\\.concurrent\\.ThreadLocalRandom", "random|current");
        return wallClock.or(date).or(system).or(random).or(hidden);
    }

    /** A generator made from a seed draws the same each time: that is arithmetic, not chance. */
    private static DescribedPredicate<JavaAccess<?>> withoutSeed() {
        return DescribedPredicate.describe(
                "without a seed",
                access -> access.getTarget() instanceof CodeUnitCallTarget target
                        && target.getRawParameterTypes().isEmpty());
    }

    private static DescribedPredicate<JavaAccess<?>> call(String type, String member) {
        return target(nameMatching(member))
                .and(target(owner(nameMatching(type))))
                .forSubtype();
    }

    private static ArchRule everyClassLivesInThisTable() {
        Set<String> known = new TreeSet<>(ARROWS.keySet());
        known.add("");
        return classes()
                .should()
                .resideInAnyPackage(patterns(known))
                .as("every class lives in a package of the table " + known);
    }

    private static String[] patterns(Set<String> packages) {
        List<String> patterns = new ArrayList<>();
        for (String name : packages) {
            patterns.add(name.isEmpty() ? ROOT : ROOT + "." + name + "..");
        }
        return patterns.toArray(String[]::new);
    }
}
