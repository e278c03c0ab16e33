package io.caxton.benchmarks.http;

import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.process.NodeProcess;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The trivial endpoint in a JVM of its own, with what {@code spring-boot-starter-web} brings and nothing else. */
final class TrivialProcess implements AutoCloseable {
    /** Jars that would make more of it than a trivial endpoint: the node itself, Actuator and metrics. */
    private static final Pattern NOT_FOR_IT = Pattern.compile(
            ".*/(caxton-(core|spring)[^/]*|state-tool[^/]*|[^/]*actuator[^/]*|spring-boot-(health|micrometer)[^/]*"
                    + "|micrometer-core[^/]*)(/target/classes)?");

    private final ChildProcess process;
    private final int port;

    private TrivialProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static TrivialProcess start(Path folder, List<String> jvmOptions) throws IOException, InterruptedException {
        int port = ChildProcess.freePort();
        List<String> command = new ArrayList<>(List.of(NodeProcess.java()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), TrivialEndpoint.class.getName()));
        command.addAll(List.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--spring.threads.virtual.enabled=true",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
        ChildProcess process = ChildProcess.start(command, Map.of(), folder.resolve("trivial.log"));
        process.await(() -> answers(port));
        return new TrivialProcess(process, port);
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !NOT_FOR_IT
                        .matcher(entry.replace(File.separatorChar, '/'))
                        .matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean answers(int port) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
        return connection.getResponseCode() == 404;
    }

    int port() {
        return port;
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
