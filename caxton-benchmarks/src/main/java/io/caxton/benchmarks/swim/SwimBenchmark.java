package io.caxton.benchmarks.swim;

import io.caxton.benchmarks.Benchmark;
import io.caxton.benchmarks.Run;
import io.caxton.benchmarks.Spread;
import io.caxton.benchmarks.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster of ours beside one of Serf agents: cold start, a death, a quarter stopped and resumed, and idling. */
public final class SwimBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PARTS = "idle,stop,kill";
    private static final String ALL = "caxton-lan,serf-lan,caxton-local,serf-local,caxton-fast";

    @Override
    public String name() {
        return "swim";
    }

    @Override
    public String description() {
        return "32 members beside 32 Serf agents: all started at once, idle, a quarter stopped for a while, kill -9";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "members", "how many of each (default 32)",
                "sides", "which (default " + ALL + "; with --smoke, caxton-local)",
                "network", "loopback (default), or namespaces: those of Linux, as root; only there bytes are counted",
                "parts", "what is done (default " + PARTS + "); all are started in any case",
                "settle", "for how long nothing is measured before idling is (default PT30S)",
                "stopped", "for how long a quarter is stopped (default PT1M)",
                "idle", "for how long idling is measured (default PT30S)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private static final class Figures {
        final List<Double> started = new ArrayList<>();
        final List<Double> coldStart = new ArrayList<>();
        final List<Double> death = new ArrayList<>();
        final List<Double> accused = new ArrayList<>();
        final List<Double> healed = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
        final List<Double> packets = new ArrayList<>();
        final List<Double> bytes = new ArrayList<>();
    }

    @Override
    public void run(Run run) throws Exception {
        List<String> sides = sides(run, ALL);
        Map<String, Figures> figures = new LinkedHashMap<>();
        sides.forEach(side -> figures.put(side, new Figures()));
        try (Network network = network(run);
                Sightings sightings = new Sightings()) {
            for (int i = 1; i <= run.rounds(); i++) {
                for (String side : sides) {
                    measure(run, side, network, sightings, figures.getOrDefault(side, new Figures()));
                    run.progress("round %d, %s", i, side);
                }
            }
        }
        Table table = new Table(
                "members",
                "all processes run s",
                "all see all s",
                "idle: CPU ms/s each",
                "packets/s each",
                "bytes/s each",
                "healthy members accused",
                "all back s",
                "death known to the last s");
        figures.forEach((side, measured) -> table.row(
                side,
                spread(measured.started),
                spread(measured.coldStart),
                spread(measured.cpu),
                spread(measured.packets),
                spread(measured.bytes),
                spread(measured.accused),
                spread(measured.healed),
                spread(measured.death)));
        table.print(run.out());
    }

    /** Which sides are wanted; those of Serf need it. */
    static List<String> sides(Run run, String all) {
        List<String> sides = List.of(
                run.text("sides").orElse(run.smoke() ? "caxton-local" : all).split(",", -1));
        if (sides.stream().anyMatch(side -> side.startsWith("serf"))) {
            new Peer("serf", "Install Debian's package serf.").require();
        }
        return sides;
    }

    private static Network network(Run run) throws IOException, InterruptedException {
        return switch (run.text("network").orElse("loopback")) {
            case "loopback" -> new LoopbackNetwork();
            case "namespaces" -> new NamespaceNetwork();
            default -> throw new IllegalArgumentException("--network is loopback or namespaces");
        };
    }

    /** Members of a side, which is a kind and a profile. */
    static MemberSide members(Run run, String side, Network network, Sightings sightings) {
        int members = run.integer("members", 32, 8);
        String profile = side.substring(side.indexOf('-') + 1);
        return side.startsWith("serf")
                ? new SerfMembers(profile, members, network, run.scratch(), sightings)
                : new CaxtonMembers(profile, members, network, run.scratch(), sightings);
    }

    private static String spread(List<Double> values) {
        return values.isEmpty() ? "-" : Spread.of(values, value -> value).decimal();
    }

    private static void measure(Run run, String side, Network network, Sightings sightings, Figures figures)
            throws Exception {
        sightings.clear();
        try (MemberSide cluster = members(run, side, network, sightings)) {
            long started = System.nanoTime();
            List<String> names = new ArrayList<>(cluster.start());
            add(figures.started, sightings.untilStarted(names, started, PATIENCE));
            add(figures.coldStart, sightings.untilAll(names, Sighting.Kind.JOINED, names, started, PATIENCE));
            List<String> parts = List.of(run.text("parts").orElse(PARTS).split(",", -1));
            if (parts.contains("idle")) {
                idle(run, cluster, network, names.size(), figures);
            }
            if (parts.contains("stop")) {
                starve(run, cluster, names, sightings, figures);
            }
            if (parts.contains("kill")) {
                kill(cluster, names, sightings, figures);
            }
        }
    }

    private static void kill(MemberSide cluster, List<String> names, Sightings sightings, Figures figures)
            throws IOException {
        MemberSide.Killed killed = cluster.kill();
        names.remove(killed.name());
        add(
                figures.death,
                sightings.untilAll(names, Sighting.Kind.FAILED, List.of(killed.name()), killed.atNanos(), PATIENCE));
    }

    private static void add(List<Double> values, Optional<Duration> time) {
        time.ifPresent(taken -> values.add(taken.toNanos() / 1e9));
    }

    private static void idle(Run run, MemberSide cluster, Network network, int members, Figures figures)
            throws IOException, InterruptedException {
        Thread.sleep(run.duration("settle", Duration.ofSeconds(30), Duration.ofSeconds(1))
                .toMillis());
        Duration time = run.duration("idle", Duration.ofSeconds(30), Duration.ofSeconds(1));
        double seconds = time.toMillis() / 1_000.0 * members;
        double cpu = cluster.cpuSeconds();
        Optional<Network.Sent> before = network.sent();
        Thread.sleep(time.toMillis());
        figures.cpu.add((cluster.cpuSeconds() - cpu) * 1_000 / seconds);
        Optional<Network.Sent> after = network.sent();
        if (before.isPresent() && after.isPresent()) {
            Network.Sent sent = after.get().since(before.get());
            figures.packets.add(sent.packets() / seconds);
            figures.bytes.add(sent.bytes() / seconds);
        }
    }

    private static void starve(Run run, MemberSide cluster, List<String> names, Sightings sightings, Figures figures)
            throws IOException, InterruptedException {
        sightings.forget();
        List<String> stopped = cluster.pause();
        Thread.sleep(run.duration("stopped", Duration.ofMinutes(1), Duration.ofSeconds(2))
                .toMillis());
        List<String> healthy = new ArrayList<>(names);
        healthy.removeAll(stopped);
        long resumed = System.nanoTime();
        cluster.resume();
        add(figures.healed, sightings.untilBack(resumed, PATIENCE));
        figures.accused.add((double) sightings.accused(healthy));
        sightings.forget();
    }
}
