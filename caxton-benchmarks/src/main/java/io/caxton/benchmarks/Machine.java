package io.caxton.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** In one line: processors, memory, system, file system of the scratch directory, JDK, load. */
    static String describe(Path scratch) throws IOException {
        var system = ManagementFactory.getOperatingSystemMXBean();
        FileStore disk = Files.getFileStore(scratch);
        return String.format(
                Locale.ROOT,
                "%d x %s, %s of memory, %s %s, files on %s, %s %s, load before the start %.1f",
                system.getAvailableProcessors(),
                field("/proc/cpuinfo", "model name").orElse(system.getArch()),
                field("/proc/meminfo", "MemTotal").orElse("unknown size"),
                system.getName(),
                system.getVersion(),
                disk.type(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.runtime.version"),
                system.getSystemLoadAverage());
    }

    private static Optional<String> field(String file, String name) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(name) && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }
}
