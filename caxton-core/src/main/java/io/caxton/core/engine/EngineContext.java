package io.caxton.core.engine;

import io.caxton.core.cluster.ClusterView;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.message.UuidV7;
import io.caxton.core.registry.Registry;
import io.caxton.core.routing.Router;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the parts of the engine share. */
record EngineContext(
        EngineSettings settings,
        String nodeId,
        Registry registry,
        Router router,
        RandomGenerator random,
        EngineListener listener,
        ClusterView cluster,
        Draining draining,
        HoldBack holdBack) {

    /** One that takes turns of its own. */
    Router newRouter() {
        return new Router(random, cluster, nodeId, draining::isOn);
    }

    String newId(Instant now) {
        return UuidV7.next(now, random);
    }

    Receipt receipt(Delivery delivery, ReceiptStatus status, Instant at, Optional<String> reason) {
        return new Receipt(
                delivery.messageId(),
                status,
                at,
                nodeId,
                Optional.of(delivery.agentName().value()),
                delivery.agentId().filter(id -> !Outbox.isOutbox(id)),
                reason);
    }
}
