package io.caxton.benchmarks.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A node as users run it: {@code java -jar caxton-server.jar}, on a free loopback port. */
public final class NodeProcess implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ChildProcess process;
    private final int port;
    private final HttpClient http;

    private NodeProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(REQUEST_LIMIT)
                .build();
    }

    /** The server's jar: of the system property {@code caxton.server.jar}, else where the build puts it. */
    public static Path jar() {
        Path jar = Path.of(System.getProperty("caxton.server.jar", "caxton-server/target/caxton-server.jar"));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "There is no " + jar + "; build it with ./mvnw -DskipTests -pl caxton-server -am package");
        }
        return jar.toAbsolutePath();
    }

    /** The {@code java} that this JVM runs on. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Starts the jar, copied beside its data so that the next build cannot change it, and waits until it is ready. */
    public static NodeProcess start(Path folder, List<String> jvmOptions, String... arguments)
            throws IOException, InterruptedException {
        return launch(folder, command(folder, jvmOptions), arguments).awaitReady();
    }

    /** The command that starts the jar, copied into this folder unless it is there. */
    public static List<String> command(Path folder, List<String> jvmOptions) throws IOException {
        Path copy = folder.resolve("caxton-server.jar");
        if (!Files.exists(copy)) {
            Files.copy(jar(), copy);
        }
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", copy.toString()));
        return command;
    }

    /** Starts a node by this command, to which the port, the data directory and the arguments are added. */
    public static NodeProcess launch(Path folder, List<String> command, String... arguments) throws IOException {
        return launch(folder, ChildProcess.freePort(), folder.resolve("node.log"), command, Map.of(), arguments);
    }

    /** The same on this port and with these variables of the environment; what it prints goes to this file. */
    public static NodeProcess launch(
            Path folder, int port, Path log, List<String> command, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--server.port=" + port, "--caxton.data-dir=" + folder.resolve("data")));
        whole.addAll(List.of(arguments));
        return new NodeProcess(ChildProcess.start(whole, environment, log), port);
    }

    /** Waits until readiness says so. */
    public NodeProcess awaitReady() throws IOException, InterruptedException {
        process.await(() -> get("/actuator/health/readiness").statusCode() == 200);
        return this;
    }

    /** Registers an agent; its id. */
    public String register(String name, int maxInFlight) throws IOException, InterruptedException {
        String body = "{\"name\":\"%s\",\"lease\":\"PT10M\",\"max_in_flight\":%d}".formatted(name, maxInFlight);
        HttpResponse<String> response = post("/api/v1/agents", body);
        if (response.statusCode() != 201) {
            throw new IOException("registering an agent was answered " + response.statusCode() + " " + response.body());
        }
        JsonNode agent = JSON.readTree(response.body());
        return agent.required("agent_id").stringValue();
    }

    /** GET of a path. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    /** POST of JSON to a path. */
    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(REQUEST_LIMIT);
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** The process itself. */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
