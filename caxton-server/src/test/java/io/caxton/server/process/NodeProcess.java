package io.caxton.server.process;

import io.caxton.server.CaxtonServerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server in a JVM of its own, on a free loopback port. What it prints goes to a file. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Path log;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts a server on this data directory and returns at once. */
    public static NodeProcess launch(Path dataDir, int port, String... arguments) {
        return launch(List.of(), dataDir, port, arguments);
    }

    /** As {@link #launch(Path, int, String...)}, by way of another command such as a shell that sets a limit. */
    public static NodeProcess launch(List<String> wrapper, Path dataDir, int port, String... arguments) {
        return launch(wrapper, "256m", dataDir, port, arguments);
    }

    /** As {@link #launch(Path, int, String...)}, with this much heap at most, as {@code -Xmx} has it. */
    public static NodeProcess launchWithHeap(String heap, Path dataDir, int port, String... arguments) {
        return launch(List.of(), heap, dataDir, port, arguments);
    }

    private static NodeProcess launch(List<String> wrapper, String heap, Path dataDir, int port, String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CaxtonServerApplication.class.getName()));
        command.addAll(List.of("--server.port=" + port, "--caxton.data-dir=" + dataDir));
        command.addAll(List.of(arguments));
        try {
            Path log = Files.createTempFile(dataDir.toAbsolutePath().getParent(), "node", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new NodeProcess(process, log, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the node is ready; fails with what it printed if it ends instead. */
    public NodeProcess awaitReady() throws InterruptedException {
        Instant limit = Instant.now().plus(START_LIMIT);
        while (!isReady()) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                throw new AssertionError("the node did not become ready. It printed:\n" + printed());
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** Returns when everything that is no longer used is gone from the heap. */
    public void collectGarbage() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process collection = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new AssertionError(jcmd + " failed; a JDK is needed, not a runtime alone");
        }
    }

    /** SIGKILL: nothing is flushed, nothing is said. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; the exit code. */
    public int stop() throws InterruptedException {
        process.destroy();
        return awaitExit();
    }

    /** Waits for the process to end by itself; its exit code. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the node did not stop. It printed:\n" + printed());
        }
        return process.exitValue();
    }

    /** Everything it has printed so far. */
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
