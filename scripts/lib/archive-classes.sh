#!/usr/bin/env bash
# Starts the server of an image once, until it is ready, and has Java keep the classes that this loads in a file, which later starts
# map into memory: they are ready seconds sooner. The file fits one Java and one set of jars, so it is made where these lie in the end.
set -euo pipefail

if [ $# -ne 1 ]; then
    echo "Usage: scripts/lib/archive-classes.sh HOME    HOME: the folder that holds scripts/ and target/" >&2
    exit 64
fi
home=$1 port=18080
archive=$home/target/sotto.jsa options=$home/target/jvm.options

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
SOTTO_JAVA_OPTS="-XX:ArchiveClassesAtExit=$archive -Xlog:cds=error -Xlog:cds+dynamic=error" \
    SOTTO_DATA_FOLDER=$work/data SOTTO_HTTP_HOST=127.0.0.1 SOTTO_HTTP_PORT=$port SOTTO_MANAGEMENT_PORT=$((port + 1)) \
    "$home/scripts/sotto" serve >"$work/log" 2>&1 &
server=$!

# Prints the first line of the answer to a request for $2 at port $1; nothing while nobody listens.
ask() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3 && head -n 1 <&3) 2>/dev/null || true
}

for _ in $(seq 600); do
    [[ $(ask $port /health) == *' 200 '* ]] && break
    kill -0 $server 2>/dev/null || { cat "$work/log" >&2; echo "error: the server ended before it was ready" >&2; exit 1; }
    sleep 0.2
done
[[ $(ask $port /health) == *' 200 '* ]] || { cat "$work/log" >&2; echo "error: the server was not ready within two minutes" >&2; exit 1; }
ask $port /v1/models >/dev/null
ask $((port + 1)) /metrics >/dev/null
kill -TERM $server
wait $server
[ -s "$archive" ] || { cat "$work/log" >&2; echo "error: Java wrote no archive" >&2; exit 1; }
printf -- '-XX:SharedArchiveFile=%s\n' "$archive" >>"$options"
ls -l "$archive" >&2
