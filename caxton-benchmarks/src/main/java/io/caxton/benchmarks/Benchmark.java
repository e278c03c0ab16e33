package io.caxton.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * One comparison that can be asked for by its name. To add one, name the class in
 * {@code META-INF/services/io.caxton.benchmarks.Benchmark}; it needs a public constructor without parameters.
 */
public interface Benchmark {
    /** What one types to run it; lower case, with hyphens. */
    String name();

    /** What is compared, in one line. */
    String description();

    /** Options beyond those that all have ({@link Run#COMMON_OPTIONS}), and what they mean. */
    Map<String, String> options();

    /** Programs that must be on the PATH, each with the sentence that says how to get it. */
    List<Peer> peers();

    /**
     * Measures and prints a table. Sides take turns within each round, so that what else the machine does meets all of
     * them. With {@link Run#smoke()} it goes through all motions with numbers so small that it ends within seconds.
     */
    void run(Run run) throws Exception;

    /** A program of others that a benchmark starts. */
    record Peer(String program, String howToGet) {}
}
