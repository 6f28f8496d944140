package dev.sotto.format;

/** How a kind of subtitles writes characters that have a meaning of their own in it. */
enum CueMarkup {
    /** SubRip has no escapes. */
    SRT("-->", "->") {
        @Override
        String escaped(String text) {
            return text;
        }
    },
    /** WebVTT takes {@code &} for the begin of a character's name and {@code <} for that of a tag. */
    VTT("--&gt;", "-&gt;") {
        @Override
        String escaped(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    };

    private final String arrow;
    private final String shortArrow;

    CueMarkup(String arrow, String shortArrow) {
        this.arrow = arrow;
        this.shortArrow = shortArrow;
    }

    /** Text in which nothing is taken for a tag or a character's name. */
    abstract String escaped(String text);

    /** Escaped text in which nothing can be taken for the arrow between a cue's times. */
    String withoutArrow(String escaped) {
        return escaped.replace(arrow, shortArrow);
    }
}
