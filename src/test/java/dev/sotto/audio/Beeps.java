package dev.sotto.audio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Recordings of noise with loud tones in it, by whose times shifts are seen. */
final class Beeps {
    private static final float LOUD = 0.3f;
    private static final int LENGTH_MILLIS = 400;

    private final Ffmpeg ffmpeg;
    private final Path folder;

    Beeps(Ffmpeg ffmpeg, Path folder) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
    }

    /** ffmpeg's source of so many seconds with a tone at each of the given times. */
    static String source(double seconds, double... times) {
        StringBuilder tones = new StringBuilder("0");
        for (double time : times) {
            tones.append("+between(t,%s,%s)".formatted(time, time + LENGTH_MILLIS / 1000.0));
        }
        return "aevalsrc='0.1*(random(0)-0.5)+0.8*sin(2*PI*440*t)*(%s)':s=16000:d=%s".formatted(tones, seconds);
    }

    /** Made from {@link #source} and further arguments, separated by spaces. */
    Path made(String name, String source, String arguments) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        List<Object> command = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
        for (String argument : arguments.split(" ")) {
            if (!argument.isEmpty()) {
                command.add(argument);
            }
        }
        command.add(file);
        ffmpeg.run(command.toArray());
        return file;
    }

    /** The file with a part of its bytes left out, or overwritten by zeros or by chance. */
    Path damaged(Path file, String how, double from, double to) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int begin = (int) (bytes.length * from);
        int end = (int) (bytes.length * to);
        byte[] middle = new byte[how.equals("lost") ? 0 : end - begin];
        if (how.equals("chance")) {
            new Random(1).nextBytes(middle);
        }
        byte[] result = new byte[begin + middle.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, begin);
        System.arraycopy(middle, 0, result, begin, middle.length);
        System.arraycopy(bytes, end, result, begin + middle.length, bytes.length - end);
        return Files.write(folder.resolve(how + "-" + file.getFileName()), result);
    }

    /** When tones are heard, in seconds. */
    static List<Double> heard(Waveform waveform) {
        List<Double> times = new ArrayList<>();
        float[] block = new float[Waveform.SAMPLE_RATE / 100];
        double last = -1;
        for (long first = 0; first < waveform.sampleCount(); first += block.length) {
            waveform.read(first, block, 0, block.length);
            double time = (double) first / Waveform.SAMPLE_RATE;
            for (float sample : block) {
                if (Math.abs(sample) > LOUD) {
                    if (last < 0 || time - last > LENGTH_MILLIS / 2000.0) {
                        times.add(time);
                    }
                    last = time;
                    break;
                }
            }
        }
        return times;
    }
}
