package dev.sotto.api.dialect.whisperxfastapi;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transcripts and turns that callers send as files of JSON. */
final class GivenJson {
    private GivenJson() {}

    /** A file is not what it should be. */
    static final class Misfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Misfit(String place, String expected) {
            super("%s is missing or is not %s".formatted(place, expected));
        }
    }

    /**
     * With the words that have a place and a score; a segment keeps its text also without any.
     *
     * @throws Misfit naming what is missing
     */
    static Transcript transcript(String text) {
        JsonObject json = object("the file", decoded(text));
        JsonArray list = list("segments", json.getValue("segments"));
        List<Segment> segments = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        double end = 0;
        for (int i = 0; i < list.size(); i++) {
            String place = "segments[%d]".formatted(i);
            JsonObject segment = object(place, list.getValue(i));
            String said = text(place + ".text", segment.getValue("text"));
            double from = number(place + ".start", segment.getValue("start"));
            double to = number(place + ".end", segment.getValue("end"));
            List<Word> words = words(segment);
            segments.add(new Segment(i, 0, from, to, said, List.of(), 0, 0, 0, 0, words));
            whole.append(said);
            end = Math.max(end, to);
        }
        String language = json.getValue("language") instanceof String code ? code : "";
        return new Transcript(Task.TRANSCRIBE, language, end, whole.toString().strip(), segments);
    }

    private static List<Word> words(JsonObject segment) {
        List<Word> words = new ArrayList<>();
        if (segment.getValue("words") instanceof JsonArray list) {
            for (Object one : list) {
                if (one instanceof JsonObject word
                        && word.getValue("word") instanceof String said
                        && word.getValue("start") instanceof Number start
                        && word.getValue("end") instanceof Number end
                        && word.getValue("score") instanceof Number score) {
                    words.add(new Word(said, start.doubleValue(), end.doubleValue(), score.doubleValue()));
                }
            }
        }
        return words;
    }

    /** @throws Misfit naming what is missing */
    static List<Speakers.Turn> turns(String text) {
        JsonArray list = list("the file", decoded(text));
        List<Speakers.Turn> turns = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String place = "[%d]".formatted(i);
            JsonObject turn = object(place, list.getValue(i));
            turns.add(new Speakers.Turn(
                    number(place + ".start", turn.getValue("start")),
                    number(place + ".end", turn.getValue("end")),
                    text(place + ".speaker", turn.getValue("speaker"))));
        }
        return turns;
    }

    private static @Nullable Object decoded(String text) {
        try {
            return Json.decodeValue(text);
        } catch (DecodeException e) {
            throw new Misfit("the file", "JSON");
        }
    }

    private static JsonObject object(String place, @Nullable Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new Misfit(place, "an object");
    }

    private static JsonArray list(String place, @Nullable Object value) {
        if (value instanceof JsonArray list) {
            return list;
        }
        throw new Misfit(place, "a list");
    }

    private static String text(String place, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new Misfit(place, "a text");
    }

    /** Times of a recording are not negative. */
    private static double number(String place, @Nullable Object value) {
        if (value instanceof Number number && number.doubleValue() >= 0 && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new Misfit(place, "a number from 0");
    }
}
