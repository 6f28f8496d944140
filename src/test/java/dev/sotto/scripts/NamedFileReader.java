package dev.sotto.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Stands in for the program: reads a file that it is given the name of, lets a child read it by the same name, and makes a
 * folder of another name.
 */
public final class NamedFileReader {
    private NamedFileReader() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(Files.readString(Path.of(arguments[0])));
        Process cat = new ProcessBuilder("cat", arguments[0]).start();
        System.out.println(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        Files.writeString(Files.createDirectories(Path.of(arguments[1])).resolve("made"), "made");
    }
}
