package io.caxton.benchmarks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /**
     * A program of others that a benchmark starts.
     *
     * @param program its name on the PATH, or its path
     * @param howToGet a sentence for those who have it not
     */
    record Peer(String program, String howToGet) {
        /** Fails with a sentence that says what to install if it is not there. */
        public void require() {
            boolean found = Files.isExecutable(Path.of(program))
                    || Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            if (!found) {
                throw new IllegalArgumentException(program + " is not on the PATH. " + howToGet);
            }
        }
    }
}
