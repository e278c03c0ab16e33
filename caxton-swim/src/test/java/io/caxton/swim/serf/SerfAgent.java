package io.caxton.swim.serf;

import io.caxton.swim.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real Serf agent on the loopback address, from Debian's package {@code serf}. */
final class SerfAgent implements AutoCloseable {
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
        return Processes.output(command);
    }

    void signal(String signal) {
        Processes.signal(process, signal);
    }

    /** Lines of its log that tell of errors. */
    List<String> errors() throws IOException {
        return Files.readAllLines(log, StandardCharsets.UTF_8).stream()
                .filter(line -> line.contains("[ERR]") || line.contains("[WARN]"))
                .toList();
    }

    boolean hasLogged(String text) {
        return Processes.contains(log, text);
    }

    @Override
    public void close() {
        Processes.kill(process);
    }
}
