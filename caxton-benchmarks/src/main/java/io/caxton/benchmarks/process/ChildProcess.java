package io.caxton.benchmarks.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs until it is closed, or until this JVM ends. What it prints goes to a file. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int PROBE_MILLIS = 5;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly, "stop " + log.getFileName());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts it and returns at once. */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    /** A loopback port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the probe says true; a probe that throws says not yet. Fails with what was printed if it cannot be. */
    public void await(Callable<Boolean> probe) throws InterruptedException, IOException {
        long started = System.nanoTime();
        while (!holds(probe)) {
            if (process.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                    || System.nanoTime() - started > START_LIMIT.toNanos()) {
                throw new IOException("it did not become ready. It printed:\n" + Files.readString(log));
            }
        }
    }

    private static boolean holds(Callable<Boolean> probe) {
        try {
            return probe.call();
        } catch (Exception notYet) {
            return false;
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for it to end by itself; what it ended with. */
    public int awaitExit() throws InterruptedException, IOException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("it did not end. It printed:\n" + Files.readString(log));
        }
        return process.exitValue();
    }

    /** Processor time that it has taken so far. */
    public double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** What it and its children hold in memory now (VmRSS, in bytes). */
    public long residentBytes() throws IOException {
        long bytes = 0;
        for (long pid : Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList()) {
            bytes += residentBytes(pid);
        }
        return bytes;
    }

    private static long residentBytes(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
                    .sum();
        }
    }

    /** Ends it as by kill -9, also if it is stopped, and waits until it is gone. */
    public void kill() throws InterruptedException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroyForcibly().waitFor();
    }

    /** The same with the processes that it has started. */
    public void killAll() throws InterruptedException {
        List<ProcessHandle> started = process.descendants().toList();
        kill();
        started.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle one : started) {
            one.onExit().join();
        }
    }

    /** Asks it to end, and kills it if it does not. */
    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopAtOnce) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
