package dev.sotto.format;

import java.util.regex.Pattern;

/** How a kind of subtitles writes characters that have a meaning of their own in it. */
enum CueMarkup {
    /** SubRip has no escapes. */
    SRT("-->", "->") {
        @Override
        String escaped(String text) {
            return text;
        }

        @Override
        String plain(String escaped) {
            return escaped;
        }
    },
    /** WebVTT takes {@code &} for the begin of a character's name and {@code <} for that of a tag. */
    VTT("--&gt;", "-&gt;") {
        @Override
        String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }

        @Override
        String plain(String escaped) {
            return escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        }
    },
    /**
     * Advanced SubStation Alpha takes braces for overrides and a backslash for the begin of a line break. A word joiner behind a
     * backslash parts it from what follows.
     */
    ASS("-->", "->") {
        @Override
        String escaped(String text) {
            return text.replace("\\", "\\" + WORD_JOINER).replace("{", "\\{").replace("}", "\\}");
        }

        @Override
        String plain(String escaped) {
            return escaped.replace("\\{", "{").replace("\\}", "}").replace("\\" + WORD_JOINER, "\\");
        }

        @Override
        String underlined(String word) {
            return "{\\u1}" + word + "{\\u0}";
        }
    },
    /** A time or a tag in brackets begins a line of LRC, and it has no escapes: in a text it gets round ones. */
    LRC("-->", "->") {
        private static final Pattern TAG = Pattern.compile(
                "[\\[<]( *\\d+:[\\d:.]*| *(?:al|ar|au|by|length|lr|offset|re|ti|tool|ve|#) *:[^\\[\\]<>]*)[\\]>]",
                Pattern.CASE_INSENSITIVE);

        @Override
        String escaped(String text) {
            return TAG.matcher(text).replaceAll("($1)");
        }

        @Override
        String plain(String escaped) {
            return escaped;
        }
    };

    private static final String WORD_JOINER = "\u2060";

    private final String arrow;
    private final String shortArrow;

    CueMarkup(String arrow, String shortArrow) {
        this.arrow = arrow;
        this.shortArrow = shortArrow;
    }

    /** Text in which nothing is taken for a tag or a character's name. */
    abstract String escaped(String text);

    /** What a reader of {@link #escaped} text sees. */
    abstract String plain(String escaped);

    /** An escaped word, marked as the one that is spoken. */
    String underlined(String word) {
        return "<u>" + word + "</u>";
    }

    /** Escaped text in which nothing can be taken for the arrow between a cue's times. */
    String withoutArrow(String escaped) {
        String text = escaped;
        while (text.contains(arrow)) { // of "--->" the first round leaves an arrow
            text = text.replace(arrow, shortArrow);
        }
        return text;
    }
}
