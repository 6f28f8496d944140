#!/usr/bin/env bash
# Starts the server of an image or an installation once, until it is ready, and has Java keep the classes that this loads in a file,
# which later starts map into memory: they are ready seconds sooner. The file fits one Java and one set of jars, so it is made where
# these lie in the end. Another Java, such as one that an update has brought, does not use it, and says nothing.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "Usage: scripts/lib/archive-classes.sh HOME [SETTINGS]    HOME: the folder that holds scripts/ and target/" >&2
    exit 64
fi
home=$1 settings=${2:-$1/conf/sotto.yaml}
archive=$home/target/sotto.jsa options=$home/target/jvm.options

# Beside the program, from where programs can be run, as libraries are unpacked there: /tmp may forbid that.
work=$(mktemp -d -p "$home/target")
server=''
clean() {
    [ -z "$server" ] || kill -KILL "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap clean EXIT

# True if nobody listens at port $1 or the next.
is_free() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && ! (exec 3<>"/dev/tcp/127.0.0.1/$(($1 + 1))") 2>/dev/null
}
port=18080
until is_free $port; do
    port=$((port + 2))
    [ $port -lt 18180 ] || { echo "error: no free port from 18080 to 18180" >&2; exit 1; }
done

# Those of an earlier run are for other jars.
rm -f "$archive"
touch "$options"
grep -v -e '^-XX:SharedArchiveFile=' -e '^-Xlog:cds' "$options" >"$work/options" || true
cat "$work/options" >"$options"
SOTTO_JAVA_OPTS="-XX:ArchiveClassesAtExit=$archive -Xlog:cds=error -Xlog:cds+dynamic=error" \
    SOTTO_COMPUTE_DEVICE=cpu SOTTO_COMPUTE_TYPE=int8 SOTTO_DATA_FOLDER=$work/data SOTTO_HTTP_HOST=127.0.0.1 SOTTO_HTTP_PORT=$port SOTTO_MANAGEMENT_PORT=$((port + 1)) \
    "$home/scripts/sotto" serve --config "$settings" >"$work/log" 2>&1 &
server=$!

# Prints the first line of the answer to a request for $2 at port $1; nothing while nobody listens.
ask() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3 && head -n 1 <&3) 2>/dev/null || true
}

for _ in $(seq 1500); do
    [[ $(ask $port /health) == *' 200 '* ]] && break
    kill -0 $server 2>/dev/null || { cat "$work/log" >&2; echo "error: the server ended before it was ready" >&2; exit 1; }
    sleep 0.2
done
[[ $(ask $port /health) == *' 200 '* ]] || { cat "$work/log" >&2; echo "error: the server was not ready within five minutes" >&2; exit 1; }
ask $port /v1/models >/dev/null
ask $((port + 1)) /metrics >/dev/null
kill -TERM $server
wait $server
server=''
[ -s "$archive" ] || { cat "$work/log" >&2; echo "error: Java wrote no archive" >&2; exit 1; }
# Without a word where it does not fit.
printf -- '-XX:SharedArchiveFile=%s\n-Xlog:cds=off\n-Xlog:cds+dynamic=off\n' "$archive" >>"$options"
chmod 644 "$archive" "$options"
ls -l "$archive" >&2
