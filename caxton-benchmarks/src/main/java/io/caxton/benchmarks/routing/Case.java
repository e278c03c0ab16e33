package io.caxton.benchmarks.routing;

import io.caxton.benchmarks.Spread;
import io.caxton.core.message.Message;
import io.caxton.core.routing.Router;
import io.caxton.core.routing.RoutingDecision.Deliver;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One kind of decision, and what it took in each round. */
final class Case {
    private static final int AT_ONCE = 1_000;

    private final Neighbourhood among;
    private final List<Message> messages;
    private final int receivers;
    private final Router router = new Router(new Random(1));
    private final List<Double> micros = new ArrayList<>();

    /** Decisions that each choose so many receivers. */
    Case(Neighbourhood among, List<Message> messages, int receivers) {
        this.among = among;
        this.messages = messages;
        this.receivers = receivers;
    }

    /** Decides for at least so long; returns the microseconds that one decision took, waiting for a processor not counted. */
    double measure(Duration time) {
        long started = cpuNanos();
        long decisions = 0;
        long targets = 0;
        do {
            for (int i = 0; i < AT_ONCE; i++) {
                Message message = messages.get(i % messages.size());
                targets += ((Deliver) router.route(message, among.registry(), among.facts()))
                        .targets()
                        .size();
            }
            decisions += AT_ONCE;
        } while (cpuNanos() - started < time.toNanos());
        if (targets != decisions * receivers) {
            throw new IllegalStateException(targets + " receivers were chosen by " + decisions + " decisions");
        }
        return (cpuNanos() - started) / 1e3 / decisions;
    }

    void count(double microsADecision) {
        micros.add(microsADecision);
    }

    Spread spread() {
        return Spread.of(micros, Double::doubleValue);
    }

    /** What the thread itself has taken: what else a machine does would show in wall-clock time. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
