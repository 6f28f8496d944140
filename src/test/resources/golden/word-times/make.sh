#!/bin/sh
# Makes the recordings of this folder and the times of their words; needs flite, flite1-dev (Debian), a C compiler and ffmpeg.
set -eu
cc -O1 spoken.c -o spoken -lflite_cmu_us_slt -lflite_cmu_us_rms -lflite_cmu_us_awb -lflite_cmu_us_kal16 \
  -lflite_usenglish -lflite_cmulex -lflite -lm
say() { # NAME VOICE STRETCH TEXT
  ./spoken "$2" "$4" "$1.wav" "$3" > "$1.words"
  ffmpeg -v error -y -i "$1.wav" -ar 16000 -ac 1 -sample_fmt s16 "$1.flac"
  rm "$1.wav"
  printf "%s" "$4" > "$1.txt"
}
say garden slt 1 "The old gardener opened the gate before sunrise, because the roses needed water. He carried two heavy buckets from the well, and he never spilled a drop. When the church bell rang, his work was done."
say letter rms 1 "Dear Margaret, thank you for your letter of last week. We arrived at the station on Thursday evening, tired but happy. The children slept until noon. Tomorrow we shall visit the castle on the hill, if the weather is kind."
say market awb 1 "On market days the square is full of people. Farmers sell apples, cheese and honey; a blind man plays the violin. My brother bought a small brown dog there, and it followed him home."
say harbour slt 0.85 "Every morning the fishing boats leave the harbour together. Nobody speaks much. The captain watches the sky, the sailors mend their nets, and the gulls wait for breakfast on the wooden pier."
