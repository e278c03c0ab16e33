package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Members of ours: four processes with a quarter of them each, and one by itself, to be killed. */
final class CaxtonMembers implements MemberSide {
    private static final int PROCESSES = 4;

    private final String profile;
    private final int members;
    private final Path scratch;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final List<List<String>> groups = new ArrayList<>();

    CaxtonMembers(String profile, int members, Path scratch) {
        this.profile = profile;
        this.members = members;
        this.scratch = scratch;
    }

    @Override
    public List<String> start(Sightings sightings) throws IOException {
        int seed = ChildProcess.freePort();
        List<String> names = new ArrayList<>();
        int started = 0;
        for (int i = 0; i < PROCESSES; i++) {
            // The last one has one more process: its victim is alone.
            int size = members / PROCESSES - (i == PROCESSES - 1 ? 1 : 0);
            groups.add(start(i, started, size, seed, sightings));
            started += size;
        }
        groups.add(start(PROCESSES, started, 1, seed, sightings));
        groups.forEach(names::addAll);
        return names;
    }

    private List<String> start(int process, int first, int size, int seed, Sightings sightings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                MemberHost.class.getName(),
                profile,
                Integer.toString(seed)));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = "caxton-" + (first + i);
            names.add(name);
            command.add(name);
            command.add(Integer.toString(first + i == 0 ? seed : ChildProcess.freePort()));
        }
        Path log = scratch.resolve("caxton-" + process + "-" + System.nanoTime() + ".log");
        sightings.watch(log, CaxtonMembers::parse);
        processes.add(ChildProcess.start(command, Map.of(), log));
        return names;
    }

    private static Optional<Sighting> parse(String line) {
        String[] words = line.split(" ", -1);
        return words.length == 4 && words[0].equals("SEEN")
                ? Optional.of(new Sighting(words[1], Sighting.Kind.valueOf(words[2]), words[3]))
                : Optional.empty();
    }

    @Override
    public Killed kill() throws IOException {
        int last = processes.size() - 1;
        ProcessHandle.of(processes.remove(last).pid()).ifPresent(ProcessHandle::destroyForcibly);
        return new Killed(groups.remove(last).get(0), System.nanoTime());
    }

    @Override
    public List<String> pause() throws IOException, InterruptedException {
        Signals.send("STOP", processes.get(1).pid());
        return groups.get(1);
    }

    @Override
    public void resume() throws IOException, InterruptedException {
        Signals.send("CONT", processes.get(1).pid());
    }

    @Override
    public double cpuSeconds() {
        return processes.stream().mapToDouble(ChildProcess::cpuSeconds).sum();
    }

    @Override
    public void close() throws IOException {
        for (ChildProcess process : processes) {
            process.close();
        }
    }
}
