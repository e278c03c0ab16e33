package io.caxton.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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

    /** What is done in each round. */
    @FunctionalInterface
    public interface Round {
        /**
         * Measures every side.
         *
         * @param number from 1; the rounds that warm up end with 0
         * @param counts whether it is one of those that are reported
         */
        void run(int number, boolean counts) throws Exception;
    }

    /** Does so many rounds that warm up, then those that count. */
    public void forEachRound(int warmUps, Round round) throws Exception {
        for (int i = 1 - warmUps; i <= rounds(); i++) {
            round.run(i, i > 0);
        }
    }

    /** How long each side runs in a round. */
    public Duration round(Duration normal) {
        return round(normal, Duration.ofMillis(300));
    }

    /** The same for one that needs less to go through the motions. */
    public Duration round(Duration normal, Duration smoke) {
        return duration("round", normal, smoke);
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

    /** Says how far it is, with numbers written as in tables; not part of the results. */
    @SuppressWarnings("AnnotateFormatMethod") // which would be one more library
    public void progress(String format, Object... values) {
        progress(String.format(Locale.ROOT, format, values));
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
