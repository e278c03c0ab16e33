package io.caxton.benchmarks.registry;

import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.relay.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A user event of Serf; when an agent has it is read from its log. The first one's answer is its own log. */
final class SerfEvents implements SpreadSide {
    private static final String RECEIVED = "Received event: user-event: ";

    private final Path folder;
    private final List<ChildProcess> agents = new ArrayList<>();
    private final List<LogTail> logs = new ArrayList<>();
    private final Arrivals first = new Arrivals();
    private final Arrivals others = new Arrivals();
    private final int members;
    private String rpc = "";

    SerfEvents(Path folder, int members) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.members = members;
        try {
            start();
        } catch (IOException | InterruptedException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void start() throws IOException, InterruptedException {
        String seed = "";
        for (int i = 0; i < members; i++) {
            String bind = "127.0.0.1:" + Ports.free();
            String address = "127.0.0.1:" + Ports.free();
            List<String> command = new ArrayList<>(List.of(
                    "serf", "agent", "-node=serf-" + i, "-bind=" + bind, "-rpc-addr=" + address, "-profile=local"));
            if (seed.isEmpty()) {
                seed = bind;
                rpc = address;
            } else {
                command.addAll(List.of("-retry-join=" + seed, "-retry-interval=1s"));
            }
            Path log = folder.resolve("serf-" + i + ".log");
            agents.add(ChildProcess.start(command, Map.of(), log));
            logs.add(LogTail.start(log, observer(i)));
        }
        for (int i = 0; i < members; i++) {
            Path log = folder.resolve("serf-" + i + ".log");
            agents.get(i).await(() -> joins(log) >= members);
        }
    }

    private LogTail.Listener observer(int agent) {
        Arrivals arrivals = agent == 0 ? first : others;
        return line -> {
            int at = line.indexOf(RECEIVED);
            if (at >= 0) {
                arrivals.seen(agent, line.substring(at + RECEIVED.length()).strip());
            }
        };
    }

    private static long joins(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("EventMemberJoin")).count();
        }
    }

    @Override
    public String label() {
        return "Serf, profile local: a user event is in the log";
    }

    @Override
    public Announcement announce(String name) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        int status = new ProcessBuilder("serf", "event", "-coalesce=false", "-rpc-addr=" + rpc, name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("event.log").toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException(
                    "serf event ended with " + status + ": " + Files.readString(folder.resolve("event.log")));
        }
        return new Announcement(asked, first.await(name, 1), others.await(name, members - 1));
    }

    @Override
    public void close() throws IOException {
        logs.forEach(LogTail::close);
        for (ChildProcess agent : agents) {
            agent.close();
        }
    }
}
