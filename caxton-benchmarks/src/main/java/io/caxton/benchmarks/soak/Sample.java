package io.caxton.benchmarks.soak;

import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a node holds.
 *
 * @param liveBytes objects on the heap after a full collection
 * @param residentBytes VmRSS
 * @param dataBytes its data directory
 */
record Sample(long liveBytes, long residentBytes, long dataBytes) {

    /** Now. The full collection that it takes stops the node for a moment. */
    static Sample take(ChildProcess node, Path data) throws IOException, InterruptedException {
        return new Sample(liveBytes(node.pid()), node.residentBytes(), size(data));
    }

    private static long liveBytes(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String total = "";
        try (Stream<String> lines = process.inputReader().lines()) {
            total = lines.filter(line -> line.startsWith("Total")).findFirst().orElse("");
        }
        process.waitFor();
        if (total.isEmpty()) {
            throw new IOException("jcmd told nothing about the heap of process " + pid);
        }
        return Long.parseLong(total.strip().split("\\s+", -1)[2]);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(Sample::sizeOfOne).sum();
        }
    }

    private static long sizeOfOne(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException goneMeanwhile) {
            return 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
