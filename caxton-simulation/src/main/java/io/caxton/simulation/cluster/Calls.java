package io.caxton.simulation.cluster;

import io.caxton.core.forward.ForwardCodec;
import io.caxton.simulation.swim.SwimCluster;
import io.caxton.swim.NodeAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Requests between nodes, over the network that their membership has too. */
final class Calls {
    /** What a node can be asked. */
    enum Operation {
        REGISTRY,
        FORWARD,
        OUTCOMES
    }

    private final SwimCluster swim;
    private final Counts counts;
    private final Function<String, Optional<Node>> nodes;

    /** @param nodes those that run */
    Calls(SwimCluster swim, Counts counts, Function<String, Optional<Node>> nodes) {
        this.swim = swim;
        this.counts = counts;
        this.nodes = nodes;
    }

    /** Asks; fails with {@link Unanswered}. */
    CompletableFuture<byte[]> call(Node from, String to, Operation operation, byte[] body) {
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        NodeAddress here = from.address();
        NodeAddress there = SwimCluster.address(Node.number(to));
        from.computer().after(Tuning.CALL_TIMEOUT, () -> answer.completeExceptionally(new Unanswered(to, true)));
        Runnable arrival = () -> {
            Optional<Node> node = nodes.apply(to);
            if (node.isEmpty()) {
                swim.network()
                        .answerStream(
                                there,
                                here,
                                () -> from.computer()
                                        .run(() -> answer.completeExceptionally(new Unanswered(to, false))));
            } else {
                arrive(node.get(), from, operation, body, answer);
                if (swim.network().repeats()) {
                    counts.add(Happening.ARRIVED_TWICE);
                    explain(from, operation, body);
                    swim.network()
                            .openStream(
                                    here,
                                    there,
                                    () -> nodes.apply(to)
                                            .ifPresent(again -> arrive(again, from, operation, body, answer)));
                }
            }
        };
        swim.network().openStream(here, there, arrival);
        return answer;
    }

    /**
     * Sealed calls are not taken twice; here they are, as a stricter net. What comes late a second time is taken for what the other
     * node sends back, if its instance has moved there meanwhile.
     */
    private static void explain(Node from, Operation operation, byte[] body) {
        if (operation == Operation.FORWARD) {
            ForwardCodec.decodeForwards(body)
                    .forEach(forward -> from.world().ledger().explain(forward.messageId()));
        }
    }

    private void arrive(Node at, Node from, Operation operation, byte[] body, CompletableFuture<byte[]> answer) {
        at.computer().run(() -> {
            var unused = at.handle(operation, from.id(), body)
                    .whenComplete((bytes, failure) -> swim.network()
                            .answerStream(
                                    at.address(),
                                    from.address(),
                                    () -> from.computer().run(() -> {
                                        if (failure == null) {
                                            answer.complete(bytes);
                                        } else {
                                            answer.completeExceptionally(new Unanswered(at.id(), true));
                                        }
                                    })));
        });
    }
}
