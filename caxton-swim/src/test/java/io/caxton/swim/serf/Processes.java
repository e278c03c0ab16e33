package io.caxton.swim.serf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands, and does things to processes. */
final class Processes {
    private static final long PATIENCE_SECONDS = 60;

    private Processes() {}

    /** What a command prints; it is killed if it does not end. */
    static String output(List<String> command) {
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                run.destroyForcibly();
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    static void signal(Process process, String signal) {
        output(List.of("kill", "-" + signal, String.valueOf(process.pid())));
    }

    /** Also one that is stopped. */
    static void kill(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a file, which may still be written, has a text in it. */
    static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
