package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serf agents, each in a process of its own. */
final class SerfMembers implements MemberSide {
    private static final Pattern SEEN = Pattern.compile("serf: EventMember(Join|Failed|Leave): (\\S+)");

    private final String profile;
    private final int members;
    private final Path scratch;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    SerfMembers(String profile, int members, Path scratch) {
        this.profile = profile;
        this.members = members;
        this.scratch = scratch;
    }

    @Override
    public List<String> start(Sightings sightings) throws IOException {
        int seed = ChildProcess.freePort();
        for (int i = 0; i < members; i++) {
            String name = "serf-" + i;
            Path log = scratch.resolve(name + "-" + System.nanoTime() + ".log");
            List<String> command = new ArrayList<>(List.of(
                    "serf",
                    "agent",
                    "-node=" + name,
                    "-bind=127.0.0.1:" + (i == 0 ? seed : ChildProcess.freePort()),
                    "-rpc-addr=127.0.0.1:" + ChildProcess.freePort(),
                    "-profile=" + profile));
            if (i > 0) {
                command.add("-retry-join=127.0.0.1:" + seed);
                command.add("-retry-interval=1s");
            }
            sightings.watch(log, line -> parse(name, line));
            processes.add(ChildProcess.start(command, Map.of(), log));
            names.add(name);
        }
        return List.copyOf(names);
    }

    private static Optional<Sighting> parse(String observer, String line) {
        Matcher matcher = SEEN.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        Sighting.Kind kind = switch (matcher.group(1)) {
            case "Join" -> Sighting.Kind.JOINED;
            case "Failed" -> Sighting.Kind.FAILED;
            default -> Sighting.Kind.LEFT;
        };
        return Optional.of(new Sighting(observer, kind, matcher.group(2)));
    }

    @Override
    public Killed kill() throws IOException {
        int last = processes.size() - 1;
        ProcessHandle.of(processes.remove(last).pid()).ifPresent(ProcessHandle::destroyForcibly);
        return new Killed(names.remove(last), System.nanoTime());
    }

    private List<ChildProcess> quarter() {
        return processes.subList(1, 1 + members / 4);
    }

    @Override
    public List<String> pause() throws IOException, InterruptedException {
        for (ChildProcess process : quarter()) {
            Signals.send("STOP", process.pid());
        }
        return List.copyOf(names.subList(1, 1 + members / 4));
    }

    @Override
    public void resume() throws IOException, InterruptedException {
        for (ChildProcess process : quarter()) {
            Signals.send("CONT", process.pid());
        }
    }

    @Override
    public double cpuSeconds() {
        return processes.stream().mapToDouble(ChildProcess::cpuSeconds).sum();
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess process : processes) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
            process.close();
        }
    }
}
