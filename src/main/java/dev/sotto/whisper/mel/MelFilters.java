package dev.sotto.whisper.mel;

import dev.sotto.audio.Waveform;

/**
 * Triangular mel filters over the power spectrum, {@code [melBins, 201]} row-major.
 *
 * <p>Slaney's mel scale (linear below 1 kHz, logarithmic above) with area normalisation, as librosa.filters.mel makes
 * them (librosa, ISC) and openai/whisper stores them in mel_filters.npz.
 */
public final class MelFilters {
    /** Bins of the spectrum of 400 samples. */
    public static final int SPECTRUM_BINS = Frames.FFT_SAMPLES / 2 + 1;

    private static final double HERTZ_PER_MEL = 200.0 / 3;
    private static final double LOG_START_HERTZ = 1000;
    private static final double LOG_START_MEL = LOG_START_HERTZ / HERTZ_PER_MEL;
    private static final double LOG_STEP = Math.log(6.4) / 27;

    private MelFilters() {}

    public static float[] of(int melBins) {
        double[] edges = edgesHertz(melBins);
        float[] filters = new float[melBins * SPECTRUM_BINS];
        for (int mel = 0; mel < melBins; mel++) {
            double area = 2 / (edges[mel + 2] - edges[mel]);
            for (int bin = 0; bin < SPECTRUM_BINS; bin++) {
                double hertz = (double) bin * Waveform.SAMPLE_RATE / Frames.FFT_SAMPLES;
                double rising = (hertz - edges[mel]) / (edges[mel + 1] - edges[mel]);
                double falling = (edges[mel + 2] - hertz) / (edges[mel + 2] - edges[mel + 1]);
                filters[mel * SPECTRUM_BINS + bin] = (float) (area * Math.max(0, Math.min(rising, falling)));
            }
        }
        return filters;
    }

    private static double[] edgesHertz(int melBins) {
        double[] edges = new double[melBins + 2];
        double top = melOf(Waveform.SAMPLE_RATE / 2.0);
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertzOf(top * i / (edges.length - 1));
        }
        return edges;
    }

    private static double melOf(double hertz) {
        return hertz < LOG_START_HERTZ
                ? hertz / HERTZ_PER_MEL
                : LOG_START_MEL + Math.log(hertz / LOG_START_HERTZ) / LOG_STEP;
    }

    private static double hertzOf(double mel) {
        return mel < LOG_START_MEL ? mel * HERTZ_PER_MEL : LOG_START_HERTZ * Math.exp(LOG_STEP * (mel - LOG_START_MEL));
    }
}
