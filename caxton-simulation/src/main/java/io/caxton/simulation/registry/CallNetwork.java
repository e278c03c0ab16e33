package io.caxton.simulation.registry;

import io.caxton.core.cluster.Gossip.Call;
import io.caxton.simulation.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Carries calls between nodes, encoded as they are. Each node sends and receives one thing at a time, as fast as its line is. A lost
 * call fails after the time that a caller waits; half of those have arrived, and only the answer is lost.
 */
final class CallNetwork {
    /** One way, at least, and so much more by chance. */
    private static final Duration DELAY = Duration.ofNanos(200_000);
    /** What callers wait by default. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private static final double BYTES_PER_NANO = 0.125;

    private final Timeline timeline;
    private final RandomGenerator random;
    private long requests;
    private long bytes;
    double loss;

    CallNetwork(Timeline timeline, RandomGenerator random) {
        this.timeline = timeline;
        this.random = random;
    }

    Traffic traffic() {
        return new Traffic(requests, bytes);
    }

    void call(RegistryNode from, RegistryNode to, Call call) {
        Line line = new Line(from, to, from.life(), call);
        byte[] asked = from.ask(call);
        requests++;
        boolean lost = random.nextDouble() < loss;
        boolean arrives = !lost || random.nextBoolean();
        if (arrives) {
            carry(from, to, asked, () -> line.arrives(asked, lost));
        }
        if (lost) {
            timeline.after(CALL_TIMEOUT, line::fails);
        }
    }

    private final class Line {
        private final RegistryNode from;
        private final RegistryNode to;
        private final int life;
        private final Call call;

        Line(RegistryNode from, RegistryNode to, int life, Call call) {
            this.from = from;
            this.to = to;
            this.life = life;
            this.call = call;
        }

        void arrives(byte[] asked, boolean answerIsLost) {
            if (!to.isUp()) {
                timeline.after(delay(), this::fails);
                return;
            }
            byte[] answer = to.answer(from.id(), asked);
            if (!answerIsLost) {
                carry(to, from, answer, () -> {
                    if (from.isIn(life)) {
                        from.answered(call, answer);
                    }
                });
            }
        }

        void fails() {
            if (from.isIn(life)) {
                from.failed(call);
            }
        }
    }

    private void carry(RegistryNode from, RegistryNode to, byte[] body, Runnable arrival) {
        bytes += body.length;
        Duration onTheLine = Duration.ofNanos((long) (body.length / BYTES_PER_NANO));
        Instant sent = from.line().sends(timeline.now(), onTheLine);
        timeline.at(to.line().receives(sent.plus(delay()), onTheLine), arrival);
    }

    private Duration delay() {
        return DELAY.plusNanos(random.nextLong(DELAY.toNanos()));
    }
}
