# shellcheck shell=bash
# What the scripts need of a machine: each function finds it, installs it with apt-get when it may, or says what to do.
# Sourced, never run. Everything said goes to standard error, so that a command's own output stays clean.

say() {
    printf '%s\n' "$*" >&2
}

die() {
    say "error: $*"
    exit 1
}

# Runs apt-get when this user may; otherwise (or where there is no apt-get) says what to install and ends.
# $1: what is missing, in words; the rest: Debian packages.
install_or_explain() {
    local missing=$1 as=()
    shift
    if ! command -v apt-get >/dev/null; then
        die "$missing. Install it with your system's package manager (on Debian: apt-get install $*) and run this again."
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            die "$missing. Run: sudo apt-get install --no-install-recommends $*"
        fi
        as=(sudo -n)
    fi
    say "$missing; installing $* ..."
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >&2
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@" >&2
}

# Prints the major version of a java or javac command, or nothing.
java_major() {
    # "java -version" and "javac -version" agree on the first number between dots that matters: 17.0.15 -> 17, 1.8.0 -> 1.
    "$1" -version 2>&1 | sed -n 's/^[^0-9]*\([0-9][0-9]*\)[.0-9]*.*/\1/p' | head -n 1
}

# Sets JAVA to a java command of version 17 or newer, from JAVA_HOME or the PATH; fails without a word if there is none.
find_java() {
    local candidate major
    for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" java; do
        if [ -n "$candidate" ] && command -v "$candidate" >/dev/null; then
            major=$(java_major "$candidate")
            if [ "${major:-0}" -ge 17 ]; then
                # shellcheck disable=SC2034 # for the script that sources this
                JAVA=$candidate
                return 0
            fi
        fi
    done
    return 1
}

# True if the compiler that Maven will use, JAVA_HOME's or the PATH's, is of version 17 or newer.
has_jdk() {
    local javac=${JAVA_HOME:+$JAVA_HOME/bin/}javac major
    command -v "$javac" >/dev/null || return 1
    major=$(java_major "$javac")
    [ "${major:-0}" -ge 17 ]
}

# Sees to everything named of: jdk maven ffmpeg. One installation, or one sentence with all that is missing.
# Sets JAVA and MAVEN. $1: the project's folder, which holds the Maven wrapper.
require_tools() {
    local home=$1 tool missing=() packages=()
    shift
    for tool in "$@"; do
        "miss_$tool" "$home"
    done
    if [ ${#packages[@]} -gt 0 ]; then
        install_or_explain "missing: $(printf '%s, ' "${missing[@]}" | sed 's/, $//')" "${packages[@]}"
    fi
    for tool in "$@"; do
        missing=()
        "miss_$tool" "$home"
        [ ${#missing[@]} -eq 0 ] || die "still missing after the installation: ${missing[*]}. Is an older one first on the PATH?"
    done
}

# Each adds to "missing" and "packages" of require_tools.

miss_jdk() {
    if has_jdk && find_java; then
        return 0
    fi
    if [ -n "${JAVA_HOME:-}" ]; then
        die "JAVA_HOME is $JAVA_HOME, which is no JDK 17 or newer. Point it to one, or unset it."
    fi
    missing+=("a JDK of version 17 or newer")
    if ! command -v apt-cache >/dev/null || apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1 \
        || ! apt-cache show default-jdk-headless >/dev/null 2>&1; then
        packages+=(openjdk-17-jdk-headless)
    else
        packages+=(default-jdk-headless)
    fi
}

# The system's Maven from 3.8 on, else the wrapper, which fetches a pinned one once.
miss_maven() {
    local home=$1 version
    if command -v mvn >/dev/null; then
        version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
        # shellcheck disable=SC2086 # two numbers, on purpose
        if [ -n "$version" ] && maven_is_new_enough $version; then
            MAVEN=mvn
            return 0
        fi
    fi
    if command -v curl >/dev/null || command -v wget >/dev/null; then
        # shellcheck disable=SC2034 # for the script that sources this
        MAVEN=$home/mvnw
        return 0
    fi
    missing+=("Maven 3.8 or newer (or curl, with which ./mvnw fetches one)")
    packages+=(maven)
}

miss_ffmpeg() {
    command -v ffmpeg >/dev/null && return 0
    missing+=(ffmpeg)
    packages+=(ffmpeg)
}

maven_is_new_enough() {
    [ "$1" -gt 3 ] || { [ "$1" -eq 3 ] && [ "$2" -ge 8 ]; }
}

# The native library of the engine exists for these processors only.
require_processor() {
    local machine
    machine=$(uname -m)
    case $machine in
        x86_64 | amd64)
            if [ -r /proc/cpuinfo ] && ! grep -qm1 -w avx2 /proc/cpuinfo; then
                die "this x86-64 processor has no AVX2, which the engine needs. Use a machine of 2013 or newer."
            fi
            ;;
        aarch64 | arm64) ;;
        *) die "no engine for the processor kind '$machine': x86_64 with AVX2 and aarch64 are supported." ;;
    esac
}

# Java takes file names and arguments for what the locale says, and in the C locale, which is that of a bare container, of cron
# and of many services, it opens no file whose name is not ASCII. Bash counts the two bytes of a letter as one where UTF-8 is
# in effect, whatever the variables say: a locale that is not installed is the C locale too.
settle_locale() {
    local letter=$'\xc3\xbc' name
    [ ${#letter} -eq 1 ] && return 0
    for name in C.UTF-8 C.utf8 en_US.UTF-8; do
        { LC_ALL=$name; } 2>/dev/null
        [ ${#letter} -eq 1 ] && break
    done
    export LC_ALL
}

# What native libraries read from the environment when they are loaded; what is set already goes first.
settle_native_libraries() {
    # glibc gives freed memory back to the system and asks for it anew. The encoder's tensors of up to 30 MB come and go, and then
    # a pass may take 40 % longer, depending on where in memory a process happens to lie. One heap that keeps 256 MiB avoids that.
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
    export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-33554432}"
    export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-268435456}"
    # libgomp's threads look again 300,000 times, up to 15 ms, before they sleep. Beside anything else that computes on the same
    # processors most of that time is lost: two processes took four times as long as one after the other. Alone, 10,000 cost 0 to 3 %.
    export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-10000}"
}
