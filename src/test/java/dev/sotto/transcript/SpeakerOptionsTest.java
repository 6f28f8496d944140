package dev.sotto.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.transcript.field.Fields;
import dev.sotto.transcript.field.TranscriptionFields;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many speakers may be asked for, as every surface reads it. */
class SpeakerOptionsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            diarize=perhaps                              | diarize 'perhaps'; expected true or false
            diarize=true num_speakers=0                  | num_speakers '0'; expected a whole number from 1 to 200
            diarize=true num_speakers=-3                 | num_speakers '-3'; expected a whole number from 1 to 200
            diarize=true num_speakers=201                | num_speakers '201'; expected a whole number from 1 to 200
            diarize=true num_speakers=two                | num_speakers 'two'; expected a whole number
            diarize=true num_speakers=2.5                | num_speakers '2.5'; expected a whole number
            diarize=true min_speakers=0                  | min_speakers '0'; expected a whole number from 1 to 200
            diarize=true max_speakers=1000000            | max_speakers '1000000'; expected a whole number from 1 to 200
            diarize=true min_speakers=5 max_speakers=2   | min_speakers '5'; expected 2 (max_speakers) or less
            diarize=true num_speakers=2 min_speakers=2   | min_speakers '2'; expected nothing beside num_speakers
            diarize=true num_speakers=2 max_speakers=2   | max_speakers '2'; expected nothing beside num_speakers
            num_speakers=2                               | num_speakers '2'; expected diarize beside it
            diarize=false min_speakers=2                 | min_speakers '2'; expected diarize beside it
            diarize=off max_speakers=2                   | max_speakers '2'; expected diarize beside it
            diarize=true channels=split num_speakers=2   | num_speakers '2'; expected nothing beside channels=split, where each channel is a speaker
            diarize=true channels=split max_speakers=3   | max_speakers '3'; expected nothing beside channels=split, where each channel is a speaker
            """)
    void what_cannot_be_is_refused_with_what_was_seen_and_expected(String fields, String message) {
        assertThatThrownBy(() -> read(fields)).isInstanceOf(InvalidOption.class).hasMessage(message);
    }

    @Test
    void bounds_that_can_be_are_taken() {
        assertThat(read("diarize=true min_speakers=2 max_speakers=2").speakers().max())
                .hasValue(2);
        assertThat(read("diarize=true num_speakers=200").speakers().count()).hasValue(200);
        assertThat(read("diarize=true channels=split").speakers().diarize()).isTrue();
        assertThat(read("").speakers()).isEqualTo(SpeakerOptions.DEFAULTS);
    }

    @Test
    void words_are_timed_where_speakers_are_told_apart() {
        assertThat(read("diarize=true").words().timestamps()).isTrue();
        assertThat(read("diarize=true word_timestamps=false").words().timestamps())
                .isTrue();
        assertThat(read("diarize=false").words().timestamps()).isFalse();
    }

    private static TranscriptionOptions read(String text) {
        Map<String, String> values = Arrays.stream(text.split(" ", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        Fields fields = Fields.filledIn(name -> values.containsKey(name) ? List.of(values.get(name)) : List.of());
        return TranscriptionFields.common(fields).build();
    }
}
