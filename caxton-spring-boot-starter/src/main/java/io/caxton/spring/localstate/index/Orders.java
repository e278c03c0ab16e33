package io.caxton.spring.localstate.index;

import io.caxton.core.delivery.Delivery;
import java.time.Instant;
import java.util.Comparator;

/** The orders that deliveries are asked for in. All of them are total. */
final class Orders {
    static final Comparator<Delivery> BY_POSITION = (a, b) -> {
        int byPosition = Long.compare(a.position(), b.position());
        return byPosition != 0 ? byPosition : sameTurn(a, b);
    };

    static final Comparator<Delivery> BY_AVAILABILITY =
            by((a, b) -> a.availableAt().compareTo(b.availableAt()));

    static final Comparator<Delivery> BY_DEADLINE = by((a, b) -> a.expiresAt().compareTo(b.expiresAt()));

    static final Comparator<Delivery> BY_LEASE_END = by((a, b) -> leaseEnd(a).compareTo(leaseEnd(b)));

    private Orders() {}

    static Instant leaseEnd(Delivery delivery) {
        return delivery.leaseExpiresAt().orElse(Instant.MAX);
    }

    private static Comparator<Delivery> by(Comparator<Delivery> time) {
        return (a, b) -> {
            int byTime = time.compare(a, b);
            return byTime != 0 ? byTime : BY_POSITION.compare(a, b);
        };
    }

    private static int sameTurn(Delivery a, Delivery b) {
        int byName = a.agentName().compareTo(b.agentName());
        return byName != 0 ? byName : a.messageId().compareTo(b.messageId());
    }
}
