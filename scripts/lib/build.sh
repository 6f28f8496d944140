# shellcheck shell=bash
# Builds target/sotto.jar and target/lib when they are missing or older than what they are made of. Sourced, never run;
# needs prerequisites.sh.

# True if the jar of the folder $1 is there and nothing it is made of is newer.
is_fresh() {
    local home=$1
    [ -f "$home/target/sotto.jar" ] && [ -f "$home/target/built.stamp" ] \
        && [ -z "$(find "$home/pom.xml" "$home/.mvn" "$home/src/main/java" "$home/src/main/resources" \
            "$home/webroot" -newer "$home/target/built.stamp" -print -quit 2>/dev/null)" ]
}

# Builds the folder $1 if it is not fresh. Two callers at once build one after the other.
# An installed copy has the jar and no sources: nothing to build.
build_if_stale() {
    local home=$1
    if [ ! -f "$home/pom.xml" ] && [ -f "$home/target/sotto.jar" ]; then
        return 0
    fi
    is_fresh "$home" && return 0
    require_tools "$home" jdk maven
    mkdir -p "$home/target"
    (
        if command -v flock >/dev/null; then
            flock 9
        fi
        is_fresh "$home" || build "$home"
    ) 9>"$home/target/build.lock"
}

build() {
    local home=$1
    say "building target/sotto.jar (the first time also fetches the libraries, about 180 MB) ..."
    # The stamp carries the time before the build: a file saved meanwhile counts as newer.
    touch "$home/target/building.stamp"
    (cd "$home" && "$MAVEN" -q -B -ntp -Dmaven.test.skip=true package </dev/null >&2 9>&-) \
        || die "the build failed; the lines above say why."
    mv "$home/target/building.stamp" "$home/target/built.stamp"
}

# Compiles the tests of the folder $1, where benchmarks and long runs live, and sets test_class_path to what they run on.
build_tests() {
    local home=$1
    require_tools "$home" jdk maven
    mkdir -p "$home/target"
    (cd "$home" && "$MAVEN" -q -B -ntp -DskipTests package \
        dependency:build-classpath -Dmdep.outputFile=target/test-classpath.txt </dev/null >&2) \
        || die "the build failed; the lines above say why."
    # shellcheck disable=SC2034 # read by who sources this
    test_class_path="$home/target/test-classes:$home/target/classes:$(cat "$home/target/test-classpath.txt")"
}
