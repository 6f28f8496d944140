#!/usr/bin/env bash
# Unpacks all native libraries for an image, so that nothing is unpacked at run time: an image's root is read-only, and its scratch
# space may hold no code. Takes out of the jars what no server reads.
set -euo pipefail

if [ $# -ne 4 ]; then
    cat >&2 <<'USAGE'
Usage: scripts/lib/unpack-natives.sh LIB FLAVOR TORCH OTHERS

LIB     the folder of the build's jars; native libraries are removed from them, and jars that hold nothing else are removed
FLAVOR  cpu, cu121 or cu128
TORCH   the folder to fill with those of the engine; what is already there (libtorch from elsewhere) stays. Libraries that the
        engine opens by name when it first needs them come to lie in TORCH-lazy: DJL opens whatever lies beside libtorch at once
OTHERS  the folder to fill with those of SQLite, JNA and JLine
USAGE
    exit 64
fi
lib=$1 flavor=$2 torch=$3 others=$4

case $(uname -m) in
    x86_64) platform=linux-x86_64 jna=linux-x86-64 sqlite=Linux/x86_64 jline=Linux/x86_64 ;;
    aarch64) platform=linux-aarch64 jna=linux-aarch64 sqlite=Linux/aarch64 jline=Linux/arm64 ;;
    *) echo "error: no native libraries for $(uname -m)" >&2; exit 1 ;;
esac

mkdir -p "$torch" "$others"
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

# Networks are trained elsewhere, so cuDNN's training halves (0.3 GB) are left out, and nothing asks for linear algebra (0.4 GB).
find "$work" -type f -name '*.so*' ! -name 'libcudnn_*_train.so*' ! -name 'libtorch_cuda_linalg.so' -exec mv -t "$torch" {} +

# It wants the driver's library as soon as it is opened. Opened when it is first needed, a machine without a driver serves on the CPU.
if [ -f "$torch/libcaffe2_nvrtc.so" ]; then
    mkdir -p "$torch-lazy"
    mv "$torch/libcaffe2_nvrtc.so" "$torch-lazy/"
fi

for needed in libtorch.so libtorch_cpu.so libc10.so libdjl_torch.so; do
    if [ ! -f "$torch/$needed" ]; then
        echo "error: $needed is not among the jars of $lib for $platform $flavor" >&2
        exit 1
    fi
done

# A fifth of libtorch_cpu is a table of symbol names that only a debugger reads.
for large in libtorch_cpu.so libtorch_cuda.so libc10.so libdjl_torch.so; do
    [ ! -f "$torch/$large" ] || strip --strip-unneeded "$torch/$large"
done

# DJL learns the version of CUDA from a library of this plain name.
for cudart in "$torch"/libcudart-*.so.*; do
    [ -f "$cudart" ] || continue
    ln -sf "$(basename "$cudart")" "$torch/libcudart.so"
done

unzip -q -j -o "$lib"/sqlite-jdbc-*.jar "org/sqlite/native/$sqlite/libsqlitejdbc.so" -d "$others"
unzip -q -j -o "$lib"/jna-*.jar "com/sun/jna/$jna/libjnidispatch.so" -d "$others"
unzip -q -j -o "$lib"/jline-native-*.jar "org/jline/nativ/$jline/libjlinenative.so" -d "$others"
strip --strip-unneeded "$others"/*.so

# The same libraries for a dozen other systems are half of what the jars weigh.
zip -q -d "$lib"/sqlite-jdbc-*.jar 'org/sqlite/native/*'
zip -q -d "$lib"/jna-*.jar 'com/sun/jna/*jnidispatch.*'
zip -q -d "$lib"/jline-native-*.jar 'org/jline/nativ/*jlinenative.so' 'org/jline/nativ/*jlinenative.dll' 'org/jline/nativ/*jlinenative.jnilib'

# Vocabularies of other models: ours come with the checkpoints.
zip -q -d "$lib"/jtokkit-*.jar 'com/knuddels/jtokkit/*.tiktoken'
# Other builds of what /docs and /redoc load, and where their lines come from.
zip -q -d "$lib"/swagger-ui-*.jar 'META-INF/resources/*/swagger-ui-es-bundle*' 'META-INF/resources/*/swagger-ui.js' \
    'META-INF/resources/*/swagger-ui-standalone-preset.js*'
zip -q -d "$lib"/redoc-*.jar 'META-INF/resources/*.map' 'META-INF/resources/*/redoc.lib.js'
