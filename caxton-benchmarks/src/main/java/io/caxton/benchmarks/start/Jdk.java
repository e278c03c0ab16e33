package io.caxton.benchmarks.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A JDK to start nodes on. */
record Jdk(Path home, int feature) {
    private static final int FIRST_WITH_AOT_CACHE = 25;

    static Jdk at(String home) {
        Path release = Path.of(home, "release");
        Properties properties = new Properties();
        try (var in = Files.newInputStream(release)) {
            properties.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("there is no JDK at " + home, unreadable);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return new Jdk(Path.of(home), Integer.parseInt(version.split("\\.", -1)[0]));
    }

    String java() {
        return home.resolve("bin").resolve("java").toString();
    }

    /** Whether {@code -XX:AOTCacheOutput} makes a cache in one step. */
    boolean hasAotCache() {
        return feature >= FIRST_WITH_AOT_CACHE;
    }
}
