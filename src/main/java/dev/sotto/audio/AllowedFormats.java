package dev.sotto.audio;

import java.util.List;
import java.util.stream.Stream;

/** The parts of ffmpeg that an uploaded file may reach. What is not named here is refused, however the file is made. */
final class AllowedFormats {
    /**
     * Names of demuxers that read nothing but the file itself. Those that open further files or addresses (hls, dash, concat,
     * sdp, rtsp, image2, lavfi, playlists) stay out.
     */
    static final List<String> DEMUXERS = List.of(
            "wav", // also RF64
            "w64",
            "mp3", // also layers 1 and 2
            "flac",
            "ogg", // Vorbis, Opus, Speex, FLAC in Ogg
            "mov", // MP4, M4A, 3GP, QuickTime
            "matroska", // also WebM
            "aac",
            "amr",
            "aiff",
            "au",
            "caf",
            "asf", // WMA, WMV
            "ac3",
            "eac3",
            "dts",
            "mpegts",
            "mpeg", // program streams, VOB
            "avi",
            "flv",
            "gsm", // raw GSM 06.10, telephone systems
            "ape",
            "wv",
            "tta",
            "voc",
            "mxf", // television
            "nut",
            "dv",
            "wtv",
            "rm", // RealMedia
            "nistsphere", // corpora of speech
            "ircam",
            "sox",
            "loas", // AAC in LATM
            "truehd",
            "mlp");

    /**
     * Names of decoders of sound. A video's pictures are not decoded, not even to look at them while the file is opened, so
     * the decoders of pictures, which are most of ffmpeg, cannot be reached.
     */
    static final List<String> DECODERS = Stream.of(
                    "pcm_s8,pcm_s8_planar,pcm_u8,pcm_s16le,pcm_s16be,pcm_s16le_planar,pcm_s16be_planar,pcm_u16le,pcm_u16be",
                    "pcm_s24le,pcm_s24be,pcm_s24le_planar,pcm_u24le,pcm_u24be,pcm_s32le,pcm_s32be,pcm_s32le_planar",
                    "pcm_u32le,pcm_u32be,pcm_s64le,pcm_s64be,pcm_f16le,pcm_f24le,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be",
                    "pcm_alaw,pcm_mulaw,pcm_bluray,pcm_dvd,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_yamaha,adpcm_swf",
                    "adpcm_ct,adpcm_sbpro_2,adpcm_sbpro_3,adpcm_sbpro_4,g722,g726,g723_1,g729,gsm,gsm_ms,libgsm,libgsm_ms",
                    "mp1,mp1float,mp2,mp2float,mp3,mp3float,aac,aac_fixed,aac_latm,libfdk_aac,flac,alac,vorbis,libvorbis",
                    "opus,libopus,speex,libspeex,wmav1,wmav2,wmapro,wmavoice,wmalossless,amrnb,amrwb,libopencore_amrnb",
                    "libopencore_amrwb,ac3,ac3_fixed,eac3,dca,mlp,truehd,ape,wavpack,tta,nellymoser,qdm2,qdmc,qcelp,evrc",
                    "mace3,mace6,truespeech,s302m,dvaudio,real_144,real_288,cook,sipr,atrac3,ralf")
            .flatMap(names -> Stream.of(names.split(",", -1)))
            .toList();

    private AllowedFormats() {}
}
