/* Speaks a text with a voice of flite and prints, for each of its tokens, its start and end in seconds and the token. */
#include <flite/flite.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cst_voice *register_cmu_us_slt(const char *);
cst_voice *register_cmu_us_rms(const char *);
cst_voice *register_cmu_us_awb(const char *);
cst_voice *register_cmu_us_kal16(const char *);

int main(int argc, char **argv) {
  flite_init();
  cst_voice *voice = !strcmp(argv[1], "slt") ? register_cmu_us_slt(NULL)
                     : !strcmp(argv[1], "rms") ? register_cmu_us_rms(NULL)
                     : !strcmp(argv[1], "awb") ? register_cmu_us_awb(NULL)
                                               : register_cmu_us_kal16(NULL);
  if (argc > 4) feat_set_float(voice->features, "duration_stretch", atof(argv[4]));
  cst_utterance *u = flite_synth_text(argv[2], voice);
  cst_wave_save_riff(utt_wave(u), argv[3]);
  const cst_item *last = NULL;
  float start = 0, end = 0;
  for (const cst_item *w = relation_head(utt_relation(u, "Word")); w; w = item_next(w)) {
    const cst_item *token = item_parent(item_as(w, "Token"));
    float from = ffeature_float(w, "R:SylStructure.daughter1.daughter1.R:Segment.p.end");
    float to = ffeature_float(w, "R:SylStructure.daughtern.daughtern.R:Segment.end");
    if (token != last && last) printf("%.3f %.3f %s\n", start, end, item_feat_string(last, "name"));
    if (token != last) start = from;
    end = to;
    last = token;
  }
  if (last) printf("%.3f %.3f %s\n", start, end, item_feat_string(last, "name"));
  return 0;
}
