package io.caxton.core.engine;

import io.caxton.core.delivery.Delivery;
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
        EngineListener listener) {

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
                delivery.agentId(),
                reason);
    }
}
