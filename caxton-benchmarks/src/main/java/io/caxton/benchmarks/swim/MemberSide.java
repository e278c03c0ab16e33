package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.process.ChildProcess;
import io.caxton.benchmarks.process.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Members of one kind, in groups: each has a process of its own. The first half of the groups is in one place, the rest in the other. */
abstract class MemberSide implements AutoCloseable {
    private final Network network;
    private final Path scratch;
    private final Sightings sightings;
    private final List<Group> groups = new ArrayList<>();

    private record Group(ChildProcess process, List<String> members) {}

    /** Who it was, and when. */
    record Killed(String name, long atNanos) {}

    /** A member that is to be started. */
    record Seat(String name, String ip, int port) {
        String address() {
            return ip + ":" + port;
        }
    }

    MemberSide(Network network, Path scratch, Sightings sightings) {
        this.network = network;
        this.scratch = scratch;
        this.sightings = sightings;
    }

    /** How many members each process has. The last one has one only, to be killed. */
    abstract List<Integer> groupSizes();

    /** What a member is called. */
    abstract String name(int number);

    /** What starts members in one process, which all know the first of all members. */
    abstract List<String> command(List<Seat> members, Seat first, Network.Place place) throws IOException;

    /** What a line of a process's log says that one of its members has seen. */
    abstract Function<String, Optional<Sighting>> parser(List<String> members);

    /** Starts all at once; returns their names. */
    final List<String> start() throws IOException {
        List<Integer> sizes = groupSizes();
        List<List<Seat>> seats = new ArrayList<>();
        int started = 0;
        for (int i = 0; i < sizes.size(); i++) {
            List<Seat> group = new ArrayList<>();
            for (int j = 0; j < sizes.get(i); j++) {
                Network.Place place = place(i, sizes.size());
                group.add(new Seat(name(started++), place.ip(), place.freePort()));
            }
            seats.add(group);
        }
        for (int i = 0; i < sizes.size(); i++) {
            start(seats.get(i), seats.get(0).get(0), place(i, sizes.size()));
        }
        return groups.stream().flatMap(group -> group.members().stream()).toList();
    }

    private Network.Place place(int group, int all) {
        return network.place(2 * group < all - 1 ? 0 : 1);
    }

    private void start(List<Seat> seats, Seat first, Network.Place place) throws IOException {
        List<String> names = seats.stream().map(Seat::name).toList();
        List<String> command = new ArrayList<>(place.enter());
        command.addAll(command(seats, first, place));
        Path log = scratch.resolve(names.get(0) + "-" + System.nanoTime() + ".log");
        sightings.watch(log, parser(names));
        groups.add(new Group(ChildProcess.start(command, Map.of(), log), names));
    }

    /** Ends the last one as by kill -9. */
    final Killed kill() throws IOException {
        Group last = groups.remove(groups.size() - 1);
        ProcessHandle.of(last.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
        return new Killed(last.members().get(0), System.nanoTime());
    }

    private List<Group> quarter() {
        int all = groups.stream().mapToInt(group -> group.members().size()).sum();
        List<Group> quarter = new ArrayList<>();
        int members = 0;
        for (Group group : groups.subList(1, groups.size())) {
            if (members + group.members().size() <= (all + 3) / 4) {
                quarter.add(group);
                members += group.members().size();
            }
        }
        return quarter;
    }

    /** Stops a quarter of them (SIGSTOP), the first one not among them; returns their names. */
    final List<String> pause() throws IOException, InterruptedException {
        for (Group group : quarter()) {
            Signals.send("STOP", group.process().pid());
        }
        return quarter().stream().flatMap(group -> group.members().stream()).toList();
    }

    /** Lets those go on. */
    final void resume() throws IOException, InterruptedException {
        for (Group group : quarter()) {
            Signals.send("CONT", group.process().pid());
        }
    }

    /** Processor time so far. */
    final double cpuSeconds() {
        return groups.stream()
                .mapToDouble(group -> group.process().cpuSeconds())
                .sum();
    }

    @Override
    public final void close() throws IOException {
        for (Group group : groups) {
            ProcessHandle.of(group.process().pid()).ifPresent(ProcessHandle::destroyForcibly);
            group.process().close();
        }
    }
}
