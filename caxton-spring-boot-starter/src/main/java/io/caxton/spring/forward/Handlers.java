package io.caxton.spring.forward;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.forward.MalformedForwardException;
import io.caxton.core.forward.Outcome;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.Feeds;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerHandler;
import io.caxton.spring.peer.PeerOperation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Takes what other nodes send; answers once it is durable. */
record Handlers(LocalState state, DeliveryEngine engine, NodeClock clock) {
    /** Messages. Whoever is connected gets them with the same commit. */
    record Forwards(Handlers all, Feeds feeds) implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return PeerOperation.FORWARD;
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            List<Arrival> arrivals;
            try {
                arrivals = Arrival.all(ForwardCodec.decodeForwards(body));
            } catch (MalformedForwardException e) {
                return CompletableFuture.failedFuture(e);
            }
            return all.state
                    .write(tx -> {
                        feeds.hush(tx);
                        List<Answer> answers = all.engine.forwarding().receive(tx, all.clock.now(), fromNode, arrivals);
                        feeds.handOver(tx, receivers(tx, arrivals));
                        return answers;
                    })
                    .thenApply(ForwardCodec::encodeAnswers);
        }

        private static Set<String> receivers(Transaction tx, List<Arrival> arrivals) {
            Set<String> receivers = new LinkedHashSet<>();
            for (Arrival arrival : arrivals) {
                tx.deliveries()
                        .find(arrival.forward().messageId(), arrival.forward().agentName())
                        .filter(d -> d.head() && d.state() == DeliveryState.QUEUED)
                        .flatMap(Delivery::agentId)
                        .ifPresent(receivers::add);
            }
            return receivers;
        }
    }

    /** What became of messages that this node has sent. */
    record Outcomes(Handlers all) implements PeerHandler {
        @Override
        public PeerOperation operation() {
            return PeerOperation.OUTCOMES;
        }

        @Override
        public CompletableFuture<byte[]> handle(String fromNode, byte[] body) {
            List<Outcome> outcomes;
            try {
                outcomes = ForwardCodec.decodeOutcomes(body);
            } catch (MalformedForwardException e) {
                return CompletableFuture.failedFuture(e);
            }
            return all.state.write(tx -> {
                all.engine.forwarding().outcomes(tx, all.clock.now(), fromNode, outcomes);
                return new byte[0];
            });
        }
    }
}
