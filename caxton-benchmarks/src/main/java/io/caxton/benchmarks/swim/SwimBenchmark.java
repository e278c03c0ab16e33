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
import java.util.Set;

/** A cluster of ours beside one of Serf agents: cold start, a death, a quarter stopped and resumed, and idling. */
public final class SwimBenchmark implements Benchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "swim";
    }

    @Override
    public String description() {
        return "32 members beside 32 Serf agents: all started at once, kill -9, a quarter stopped for a while, idle";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "members", "how many of each (default 32)",
                "sides",
                        "which of caxton-lan,caxton-local,serf-lan,serf-local (default all; with --smoke, caxton-local)",
                "stopped", "for how long a quarter is stopped (default PT1M)",
                "idle", "for how long idling is measured (default PT30S)");
    }

    @Override
    public List<Peer> peers() {
        return List.of();
    }

    private static final class Figures {
        final List<Double> coldStart = new ArrayList<>();
        final List<Double> death = new ArrayList<>();
        final List<Double> accused = new ArrayList<>();
        final List<Double> healed = new ArrayList<>();
        final List<Double> cpu = new ArrayList<>();
    }

    @Override
    public void run(Run run) throws Exception {
        String all = run.smoke() ? "caxton-local" : "caxton-lan,serf-lan,caxton-local,serf-local";
        Set<String> wanted = Set.of(run.text("sides").orElse(all).split(",", -1));
        if (wanted.stream().anyMatch(side -> side.startsWith("serf"))) {
            new Peer("serf", "Install Debian's package serf.").require();
        }
        Map<String, Figures> figures = new LinkedHashMap<>();
        try (Sightings sightings = new Sightings()) {
            for (int i = 1; i <= run.rounds(); i++) {
                for (String side : List.of("caxton-lan", "serf-lan", "caxton-local", "serf-local")) {
                    if (wanted.contains(side)) {
                        measure(run, side, sightings, figures.computeIfAbsent(side, added -> new Figures()));
                        run.progress("round %d, %s", i, side);
                    }
                }
            }
        }
        Table table = new Table(
                "members",
                "all see all s",
                "death known to the last s",
                "healthy members accused",
                "all back s",
                "CPU ms a member and second, idle");
        figures.forEach((side, measured) -> table.row(
                side,
                spread(measured.coldStart),
                spread(measured.death),
                spread(measured.accused),
                spread(measured.healed),
                spread(measured.cpu)));
        table.print(run.out());
    }

    private static String spread(List<Double> values) {
        return values.isEmpty() ? "never" : Spread.of(values, value -> value).decimal();
    }

    private static void measure(Run run, String side, Sightings sightings, Figures figures) throws Exception {
        int members = run.integer("members", 32, 8);
        String profile = side.substring(side.indexOf('-') + 1);
        sightings.clear();
        try (MemberSide cluster = side.startsWith("serf")
                ? new SerfMembers(profile, members, run.scratch())
                : new CaxtonMembers(profile, members, run.scratch())) {
            long started = System.nanoTime();
            List<String> names = new ArrayList<>(cluster.start(sightings));
            add(figures.coldStart, sightings.untilAll(names, Sighting.Kind.JOINED, names, started, PATIENCE));
            figures.cpu.add(idle(run, cluster, members));
            starve(run, cluster, names, sightings, figures);
            MemberSide.Killed killed = cluster.kill();
            names.remove(killed.name());
            add(
                    figures.death,
                    sightings.untilAll(
                            names, Sighting.Kind.FAILED, List.of(killed.name()), killed.atNanos(), PATIENCE));
        }
    }

    private static void add(List<Double> values, Optional<Duration> time) {
        time.ifPresent(taken -> values.add(taken.toNanos() / 1e9));
    }

    private static double idle(Run run, MemberSide cluster, int members) throws InterruptedException {
        Duration time = run.duration("idle", Duration.ofSeconds(30), Duration.ofSeconds(1));
        double before = cluster.cpuSeconds();
        Thread.sleep(time.toMillis());
        return (cluster.cpuSeconds() - before) * 1_000 / members / (time.toMillis() / 1_000.0);
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
        add(figures.healed, sightings.untilBack(stopped, resumed, PATIENCE));
        figures.accused.add((double) sightings.accused(healthy));
        sightings.forget();
    }
}
