package io.caxton.swim.serf;

import io.caxton.swim.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Serf agent on the loopback address, from Debian's package {@code serf}. */
final class SerfAgent implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final NodeAddress address;
    private final int rpcPort;
    private final Path log;
    private final Process process;

    private SerfAgent(String name, NodeAddress address, int rpcPort, Path log, Process process) {
        this.name = name;
        this.address = address;
        this.rpcPort = rpcPort;
        this.log = log;
        this.process = process;
    }

    static SerfAgent start(String name, Path directory, List<String> options) throws IOException {
        int port = freePort();
        int rpcPort = freePort();
        Path log = directory.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                "serf",
                "agent",
                "-node=" + name,
                "-bind=127.0.0.1:" + port,
                "-rpc-addr=127.0.0.1:" + rpcPort,
                "-log-level=debug"));
        command.addAll(options);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException("there is no Serf to start: install Debian's package serf", e);
        }
        NodeAddress address = NodeAddress.of(new byte[] {127, 0, 0, 1}, port);
        return new SerfAgent(name, address, rpcPort, log, process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name() {
        return name;
    }

    NodeAddress address() {
        return address;
    }

    /** The status of each member, by name; empty while the agent does not answer. */
    Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        for (String line : run("members").split("\n", -1)) {
            String[] columns = line.trim().split("\\s+", -1);
            if (columns.length >= 3) {
                members.put(columns[0], columns[2]);
            }
        }
        return members;
    }

    /** What it knows of one member. */
    String line(String member) {
        for (String line : run("members").split("\n", -1)) {
            if (line.startsWith(member + " ")) {
                return line;
            }
        }
        return "";
    }

    /** Lets Serf's command line do something with this agent; returns what it prints. */
    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("serf", arguments[0], "-rpc-addr=127.0.0.1:" + rpcPort));
        command.addAll(List.of(arguments).subList(1, arguments.length));
        return output(command);
    }

    private static String output(List<String> command) {
        try {
            Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!run.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                run.destroyForcibly();
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    void signal(String signal) {
        output(List.of("kill", "-" + signal, String.valueOf(process.pid())));
    }

    /** Lines of its log that tell of errors. */
    List<String> errors() throws IOException {
        return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains("[ERR]") || line.contains("[WARN]"))
                .toList();
    }

    String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        signal("CONT");
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
