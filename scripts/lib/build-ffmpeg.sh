#!/usr/bin/env bash
# Builds the ffmpeg of an image from the source package of the image's own Debian: the demuxers and decoders that Sotto allows, and
# nothing else that reads. It is 4 MB in place of 490 MB with all that Debian's own needs, and what is not in it no file can reach.
# Debian's fixes come with a rebuild. No part under the GPL is built in: the program is under LGPL-2.1-or-later.
set -euo pipefail

if [ $# -ne 2 ]; then
    cat >&2 <<'USAGE'
Usage: scripts/lib/build-ffmpeg.sh ALLOWED OUT

ALLOWED  AllowedFormats.java, the one list of what is allowed
OUT      the folder that gets ffmpeg and ffmpeg.origin, which names the source; needs root: sources are fetched by apt-get
USAGE
    exit 64
fi
allowed=$(realpath "$1") out=$2

# Prints the quoted names of one list of the Java file, one a line. $1: the name of the list.
names() {
    awk -v list="$1" '
        index($0, " " list " = ") { inside = 1 }
        inside { code = $0; sub(/ \/\/.*/, "", code); while (match(code, /"[^"]+"/)) { if (substr(code, RSTART, RLENGTH) !~ /^","$/) print substr(code, RSTART + 1, RLENGTH - 2); code = substr(code, RSTART + RLENGTH) } }
        inside && /;$/ { exit }
    ' "$allowed" | tr ',' '\n' | grep .
}

# What ffmpeg calls by another name when it is built. Decoders of foreign libraries (libopus ...) have a sibling of ffmpeg's own.
configured() {
    sed -e 's/^mpeg$/mpegps/' -e 's/^g722$/adpcm_g722/' -e 's/^g726$/adpcm_g726/' -e 's/^real_\(...\)$/ra_\1/' -e '/^lib/d'
}

joined() {
    paste -s -d , -
}

demuxers=$(names DEMUXERS | configured | joined)
decoders=$(names DECODERS | configured | joined)
if [ -z "$demuxers" ] || [ -z "$decoders" ]; then
    echo "error: no lists of demuxers and decoders in $allowed" >&2
    exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q source ffmpeg >/dev/null
source=$(find . -mindepth 1 -maxdepth 1 -type d -name 'ffmpeg-*')
cd "$source"

# Filters and the rest: what FfmpegCommand and ClockMarks ask for, and what ffmpeg puts between by itself.
./configure --prefix=/usr --disable-everything --disable-autodetect --disable-network --disable-doc --disable-debug \
    --disable-ffplay --disable-ffprobe --disable-avdevice --disable-swscale --disable-postproc \
    --enable-zlib --enable-swresample --enable-avfilter --enable-small \
    --enable-protocol=file --enable-demuxer="$demuxers" --enable-decoder="$decoders" \
    --enable-parser=aac,aac_latm,ac3,adx,amr,cook,dca,flac,gsm,mlp,mpegaudio,opus,sipr,tak,vorbis,g723_1,g729 \
    --enable-muxer=au,pcm_s16le,null --enable-encoder=pcm_s16le,pcm_s16be \
    --enable-filter=aformat,anull,aresample,aselect,ashowinfo,ametadata,atrim,asetpts,pan,channelmap \
    --enable-bsf=null,aac_adtstoasc >"$work/configure.log" || { tail -n 20 "$work/configure.log" ffbuild/config.log >&2; exit 1; }
make -s -j "$(nproc)" ffmpeg >"$work/make.log" 2>&1 || { tail -n 40 "$work/make.log" >&2; exit 1; }
strip ffmpeg

# A name that this ffmpeg does not know configures nothing, with a warning at most.
./ffmpeg -hide_banner -v error -demuxers | awk 'NR > 4 { print $2 }' | tr ',' '\n' >"$work/demuxers"
./ffmpeg -hide_banner -v error -decoders | awk 'NR > 10 { print $2 }' >"$work/decoders"
for list in DEMUXERS:demuxers DECODERS:decoders; do
    missing=$(names "${list%%:*}" | sed '/^lib/d' | sort | comm -23 - <(sort "$work/${list##*:}") | joined)
    [ -z "$missing" ] || { echo "error: this ffmpeg has no ${list##*:} called $missing" >&2; exit 1; }
done

mkdir -p "$out"
install -m 0755 ffmpeg "$out/ffmpeg"
dpkg-parsechangelog -S Version | sed 's/^/Debian source package ffmpeg /' >"$out/ffmpeg.origin"
ls -l "$out/ffmpeg" >&2
