package io.caxton.simulation.cluster;

import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Lease;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.forward.Outcome;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Stands in for the starter's forwarder, with what it sends, takes and moves, and its drains. */
final class ForwardShell {
    /** Many agents come and go together. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);

    private record Line(Map<Priority, Pump<List<Lease>>> messages, Pump<OutcomePump.Told> outcomes) {
        static Line to(Node node, String nodeId) {
            Map<Priority, Pump<List<Lease>>> messages = new EnumMap<>(Priority.class);
            for (Priority priority : Priority.values()) {
                messages.put(priority, new Pump<>(node, new MessagePump(node, nodeId, priority), Tuning.BATCHES));
            }
            return new Line(messages, new Pump<>(node, new OutcomePump(node, nodeId), 1));
        }

        void open() {
            messages.values().forEach(Pump::open);
            outcomes.open();
        }

        void close() {
            messages.values().forEach(Pump::close);
            outcomes.close();
        }
    }

    private final Node node;
    private final DeliveryEngine engine;
    private final Map<String, Line> lines = new TreeMap<>();
    private boolean asked;

    ForwardShell(Node node) {
        this.node = node;
        this.engine = node.engine();
    }

    void start() {
        node.computer().after(Tuning.MEMBERSHIP.forgetAfter(), () -> {
            var unused = node.write(tx -> engine.forwarding().strangers(tx, lines::containsKey))
                    .whenComplete((strangers, failure) -> {
                        if (failure == null) {
                            // Meanwhile one may have come back.
                            strangers.stream()
                                    .filter(stranger -> !lines.containsKey(stranger))
                                    .forEach(this::forgotten);
                        }
                        start();
                    });
        });
    }

    void alive(String nodeId) {
        lines.computeIfAbsent(nodeId, id -> Line.to(node, id)).open();
    }

    void gone(String nodeId) {
        Line line = lines.get(nodeId);
        if (line != null) {
            line.close();
        }
    }

    void forgotten(String nodeId) {
        @Nullable Line line = lines.remove(nodeId);
        if (line != null) {
            line.close();
        }
        Work<Boolean> step = tx -> {
            tx.deliveries()
                    .forwardedTo(Outbox.of(nodeId), Tuning.STEP)
                    .forEach(d -> node.world().ledger().explain(d.messageId()));
            return engine.forwarding().peerForgotten(tx, node.now(), nodeId, Tuning.STEP);
        };
        repeat(step, step);
    }

    void waitsFor(String nodeId, Priority priority) {
        @Nullable Line line = lines.get(nodeId);
        if (line != null) {
            Objects.requireNonNull(line.messages().get(priority)).wake();
        }
    }

    void reportsWaiting(String nodeId) {
        @Nullable Line line = lines.get(nodeId);
        if (line != null) {
            line.outcomes().wake();
        }
    }

    void routesChanged() {
        if (!asked) {
            asked = true;
            node.computer().after(GATHER, () -> {
                asked = false;
                repeat(
                        tx -> {
                            engine.forwarding().routesChanged();
                            return engine.forwarding().reroute(tx, Tuning.STEP);
                        },
                        tx -> engine.forwarding().reroute(tx, Tuning.STEP));
            });
        }
    }

    private void repeat(Work<Boolean> first, Work<Boolean> next) {
        var unused = node.write(first).whenComplete((more, failure) -> {
            if (failure != null) {
                node.computer().after(AFTER_FAILURE, () -> repeat(first, next));
            } else if (more) {
                repeat(next, next);
            }
        });
    }

    CompletableFuture<byte[]> receive(String fromNode, byte[] body) {
        List<Arrival> arrivals = new ArrayList<>(Arrival.all(ForwardCodec.decodeForwards(body)));
        Sabotage sabotage = node.world().sabotage();
        if (sabotage == Sabotage.TAKEN_WITHOUT_TAKING) {
            List<Answer> taken = Collections.nCopies(arrivals.size(), new Answer.Taken());
            return CompletableFuture.completedFuture(ForwardCodec.encodeAnswers(taken));
        }
        if (sabotage == Sabotage.BATCHES_REVERSED) {
            Collections.reverse(arrivals);
        }
        return node.write(tx -> engine.forwarding().receive(tx, node.now(), fromNode, arrivals))
                .thenApply(answers -> {
                    List<Answer> inOrder = new ArrayList<>(answers);
                    if (sabotage == Sabotage.BATCHES_REVERSED) {
                        Collections.reverse(inOrder);
                    }
                    return ForwardCodec.encodeAnswers(inOrder);
                });
    }

    CompletableFuture<byte[]> outcomes(String fromNode, byte[] body) {
        List<Outcome> outcomes = ForwardCodec.decodeOutcomes(body);
        return node.write(tx -> {
            engine.forwarding().outcomes(tx, node.now(), fromNode, outcomes);
            return new byte[0];
        });
    }

    /** Batches on their way. */
    int inFlight() {
        return lines.values().stream()
                .mapToInt(line -> messagesInFlight(line) + line.outcomes().inFlight())
                .sum();
    }

    private static int messagesInFlight(Line line) {
        return line.messages().values().stream().mapToInt(Pump::inFlight).sum();
    }

    /** The most of one priority that is on its way to one node at once. */
    int mostInFlight() {
        return lines.values().stream()
                .flatMap(line -> line.messages().values().stream())
                .mapToInt(Pump::inFlight)
                .max()
                .orElse(0);
    }

    /** What is sent where. */
    String describe() {
        return lines.toString();
    }

    int lines() {
        return lines.size();
    }

    /** Gives to others what they take, for as long as that is much, or its time allows. */
    void drain(Runnable then) {
        boolean[] over = new boolean[1];
        node.computer().after(Tuning.DRAIN_TIMEOUT, () -> over[0] = true);
        var unused = node.write(tx -> {
                    engine.drain().begin();
                    return true;
                })
                .whenComplete((begun, failure) -> {
                    if (failure == null) {
                        routesChanged();
                        look(over, then);
                    } else {
                        then.run();
                    }
                });
    }

    private void look(boolean[] over, Runnable then) {
        boolean last = over[0];
        var unused = node.write(tx -> engine.drain().isUnderWay(tx, this::reaches))
                .whenComplete((more, failure) -> {
                    if (failure == null && more && !last) {
                        node.computer().after(LOOK, () -> look(over, then));
                    } else {
                        then.run();
                    }
                });
    }

    private boolean reaches(String nodeId) {
        @Nullable Line line = lines.get(nodeId);
        return line != null && line.outcomes().isOpen();
    }
}
