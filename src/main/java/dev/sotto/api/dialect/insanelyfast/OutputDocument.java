package dev.sotto.api.dialect.insanelyfast;

import dev.sotto.api.dialect.Numbers;
import dev.sotto.api.dialect.SpeakerNames;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.service.JobTranscript;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Transcript;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A transcript as the pipeline of transformers writes it: {@code text}, {@code chunks}, and {@code speakers} where they were told
 * apart. There every chunk has a speaker: one of whom nobody knows who says it gets the one before.
 */
final class OutputDocument {
    /** What is stored of the field {@code timestamp}: speakers need words timed, so the options do not tell. */
    static final String TIMESTAMP_NOTE = "timestamp";

    private static final String WORD = "word";

    private OutputDocument() {}

    /** A part of the text with its place. */
    private record Chunk(String text, double start, double end, Optional<SaidBy> saidBy) {
        JsonObject json() {
            return new JsonObject()
                    .put(
                            "timestamp",
                            new JsonArray().add(Numbers.rounded(start)).add(Numbers.rounded(end)))
                    .put("text", text);
        }
    }

    static JsonObject of(JobTranscript found) {
        return of(found.request(), found.transcript());
    }

    /** @param request that the transcript was asked for with: whether each word is a chunk */
    static JsonObject of(StoredRequest request, Transcript transcript) {
        boolean isByWord = WORD.equals(request.notes().get(TIMESTAMP_NOTE));
        List<Chunk> chunks = isByWord ? words(transcript) : segments(transcript);
        JsonArray json = new JsonArray();
        chunks.forEach(chunk -> json.add(chunk.json()));
        JsonObject output = new JsonObject()
                .put("text", chunks.stream().map(Chunk::text).collect(Collectors.joining()))
                .put("chunks", json);
        return transcript.speakers().isPresent() ? output.put("speakers", speakers(chunks, transcript)) : output;
    }

    private static List<Chunk> segments(Transcript transcript) {
        return transcript.segments().stream()
                .map(segment ->
                        new Chunk(segment.text(), segment.startSeconds(), segment.endSeconds(), segment.saidBy()))
                .toList();
    }

    private static List<Chunk> words(Transcript transcript) {
        return transcript.segments().stream()
                .flatMap(segment -> segment.words().stream())
                .map(word -> new Chunk(word.text(), word.startSeconds(), word.endSeconds(), word.saidBy()))
                .toList();
    }

    private static JsonArray speakers(List<Chunk> chunks, Transcript transcript) {
        SpeakerNames names = SpeakerNames.of(transcript);
        Optional<String> last = chunks.stream()
                .flatMap(chunk -> names.of(chunk.saidBy()).stream())
                .findFirst();
        JsonArray said = new JsonArray();
        for (Chunk chunk : chunks) {
            Optional<String> speaker = names.of(chunk.saidBy());
            last = speaker.isPresent() ? speaker : last;
            last.ifPresent(name -> said.add(chunk.json().put("speaker", name)));
        }
        return said;
    }
}
