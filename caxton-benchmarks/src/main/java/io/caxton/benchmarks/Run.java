package io.caxton.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param smoke everything once and as small as it goes: it shows that the benchmark works and measures nothing
 * @param options from the command line
 * @param scratch an empty directory that is removed afterwards
 * @param out where the results go
 */
public record Run(boolean smoke, Map<String, String> options, Path scratch, PrintStream out) {
    /** What every benchmark understands. */
    public static final Map<String, String> COMMON_OPTIONS = Map.of(
            "rounds", "how many rounds there are; the median is reported (default 5)",
            "round", "how long one side runs in one round, for example PT10S",
            "scratch", "a directory on the disk to measure, for its files (default target)");

    private static final int ROUNDS = 5;

    /** How many times every side is measured. */
    public int rounds() {
        return integer("rounds", ROUNDS, 1);
    }

    /** How long each side runs in a round. */
    public Duration round(Duration normal) {
        return duration("round", normal, Duration.ofMillis(300));
    }

    /** The value of an option, else one of these. */
    public int integer(String option, int normal, int smoke) {
        return text(option).map(text -> parse(option, text)).orElse(smoke() ? smoke : normal);
    }

    /** The value of an option in ISO 8601, else one of these. */
    public Duration duration(String option, Duration normal, Duration smoke) {
        return text(option).map(Duration::parse).orElse(smoke() ? smoke : normal);
    }

    /** The value of an option. */
    public Optional<String> text(String option) {
        return Optional.ofNullable(options.get(option));
    }

    /** Says how far it is; not part of the results. */
    @SuppressWarnings("SystemOut") // a program of the command line
    public void progress(String line) {
        System.err.println(line);
    }

    private static int parse(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("--" + option + " wants a whole number", notANumber);
        }
    }
}
