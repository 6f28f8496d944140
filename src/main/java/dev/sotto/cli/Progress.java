package dev.sotto.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a long piece of work is; drawn over one line of a terminal, or nowhere. */
interface Progress extends AutoCloseable {
    void at(double done, double total);

    /** Removes the line. */
    @Override
    void close();

    /**
     * Opens a bar, which a thread of its own redraws. Where nobody watches, nothing is written.
     *
     * @param unit behind the numbers, such as {@code s}
     * @param unitSize how many of what {@link #at} counts make one
     */
    static Progress of(Terminal terminal, boolean isQuiet, String title, String unit, long unitSize) {
        return terminal.isErrTerminal() && !isQuiet ? new Bar(terminal, title, unit, unitSize) : new Nowhere();
    }

    /** Draws nothing. */
    final class Nowhere implements Progress {
        @Override
        public void at(double done, double total) {}

        @Override
        public void close() {}
    }

    /** Draws on standard error. */
    final class Bar implements Progress {
        private static final int COLUMNS = 79;
        private static final int TITLE_CHARACTERS_MAX = 24;

        private final ProgressBar bar;

        private Bar(Terminal terminal, String title, String unit, long unitSize) {
            this.bar = new ProgressBarBuilder()
                    .setTaskName(shortened(title))
                    .setInitialMax(-1)
                    .setUnit(unit, unitSize)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), COLUMNS))
                    .clearDisplayOnFinish()
                    .build();
        }

        @Override
        public void at(double done, double total) {
            bar.maxHint((long) Math.ceil(total));
            bar.stepTo((long) done);
        }

        @Override
        public void close() {
            bar.close();
        }

        private static String shortened(String title) {
            return title.length() <= TITLE_CHARACTERS_MAX
                    ? title
                    : title.substring(0, TITLE_CHARACTERS_MAX - 3) + "...";
        }
    }
}
