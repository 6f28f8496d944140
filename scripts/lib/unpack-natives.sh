#!/usr/bin/env bash
# Unpacks the native libraries of the engine for an image: one folder that DJL opens without a cache or a download.
set -euo pipefail

if [ $# -ne 3 ]; then
    cat >&2 <<'USAGE'
Usage: scripts/lib/unpack-natives.sh LIB FLAVOR OUT

LIB     the folder of the build's jars; the jars of the natives are removed from it
FLAVOR  cpu, cu121 or cu128
OUT     the folder to fill; what is already there (libtorch from elsewhere) stays
USAGE
    exit 64
fi
lib=$1 flavor=$2 out=$3

case $(uname -m) in
    x86_64) platform=linux-x86_64 ;;
    aarch64) platform=linux-aarch64 ;;
    *) echo "error: no native libraries for $(uname -m)" >&2; exit 1 ;;
esac

mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for jar in "$lib"/pytorch-native-*.jar; do
    [ -f "$jar" ] || continue # cu128 brings its own
    unzip -q -o "$jar" "pytorch/*/$platform/*" -d "$work"
    rm "$jar"
done
for jar in "$lib"/pytorch-jni-*.jar; do
    unzip -q -o "$jar" "jnilib/$platform/$flavor/*" -d "$work"
    rm "$jar"
done

# Networks are trained elsewhere: cuDNN's training halves (0.3 GB) are left out.
find "$work" -type f -name '*.so*' ! -name 'libcudnn_*_train.so*' -exec mv -t "$out" {} +

for needed in libtorch.so libtorch_cpu.so libc10.so libdjl_torch.so; do
    if [ ! -f "$out/$needed" ]; then
        echo "error: $needed is not among the jars of $lib for $platform $flavor" >&2
        exit 1
    fi
done

# A fifth of libtorch_cpu is a table of symbol names that only a debugger reads.
strip --strip-unneeded "$out"/libtorch_cpu.so "$out"/libc10.so "$out"/libdjl_torch.so

# DJL learns the version of CUDA from a library of this plain name.
for cudart in "$out"/libcudart-*.so.*; do
    [ -f "$cudart" ] || continue
    ln -sf "$(basename "$cudart")" "$out/libcudart.so"
done
