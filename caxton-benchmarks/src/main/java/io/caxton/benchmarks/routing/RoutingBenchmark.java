package io.caxton.benchmarks.routing;

import io.caxton.core.message.Message;
import io.caxton.core.message.Routing.Balance;
import io.caxton.core.message.Routing.Strategy;
import io.caxton.core.routing.Router;
import io.caxton.core.routing.RoutingDecision.Deliver;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One routing decision among 10, 1,000 and 100,000 agents: by name, and by a capability that every one of them offers,
 * with each way of balancing; and a broadcast to ten receivers among them. In processor time of the thread that routes.
 *
 * <p>Argument, optional: rounds (5).
 */
public final class RoutingBenchmark {
    private static final int DECISIONS = 100_000;

    private RoutingBenchmark() {}

    /** Runs it and prints the median, the best and the worst round of each. */
    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        for (int agents : List.of(10, 1_000, 100_000)) {
            Neighbourhood among = new Neighbourhood(agents);
            measure(agents + " agents, by name", rounds, among, among.byName(Balance.ROUND_ROBIN));
            for (Balance balance : Balance.values()) {
                measure(
                        agents + " agents, by capability, " + balance.name().toLowerCase(Locale.ROOT),
                        rounds,
                        among,
                        among.byCapability("common", Strategy.SINGLE, balance));
                measure(
                        agents + " instances of one name, " + balance.name().toLowerCase(Locale.ROOT),
                        rounds,
                        new Neighbourhood(agents, "worker"),
                        List.of(Neighbourhood.toName("worker", balance)));
            }
            measure(
                    agents + " agents, broadcast to ten",
                    rounds,
                    among,
                    among.byCapability("rare", Strategy.BROADCAST, Balance.ROUND_ROBIN));
        }
    }

    /** What the thread itself has taken: what else a machine does would show in wall-clock time. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void measure(String what, int rounds, Neighbourhood among, List<Message> messages) {
        Router router = new Router(new Random(1));
        double[] micros = new double[rounds];
        long targets = 0;
        // The first rounds warm up and are not counted.
        for (int round = -3; round < rounds; round++) {
            long started = cpuNanos();
            for (int i = 0; i < DECISIONS; i++) {
                Message message = messages.get(i % messages.size());
                targets += ((Deliver) router.route(message, among.registry(), among.facts()))
                        .targets()
                        .size();
            }
            if (round >= 0) {
                micros[round] = (cpuNanos() - started) / 1e3 / DECISIONS;
            }
        }
        Arrays.sort(micros);
        System.out.printf(
                Locale.ROOT,
                "%-52s %7.2f us (%.2f to %.2f), %d receivers%n",
                what,
                micros[rounds / 2],
                micros[0],
                micros[rounds - 1],
                targets / DECISIONS / (rounds + 3));
    }
}
