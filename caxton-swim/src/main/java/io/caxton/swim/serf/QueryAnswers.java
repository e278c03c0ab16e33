package io.caxton.swim.serf;

import io.caxton.swim.ByteString;
import io.caxton.swim.net.Delegate.Carrier;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.SerfCodec;
import io.caxton.swim.wire.SerfMessage;
import io.caxton.swim.wire.SerfMessage.KeyRequest;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import io.caxton.swim.wire.SerfMessage.Query;
import io.caxton.swim.wire.SerfMessage.QueryResponse;
import java.util.List;
import java.util.Optional;

/**
 * Answers what Serf asks all members: that a question has arrived, and those about the keys, by which {@code serf keys} lists,
 * installs, uses and removes them. A question to some members only is left to those who can tell whether they are meant.
 */
final class QueryAnswers {
    private final String self;

    QueryAnswers(String self) {
        this.self = self;
    }

    void answer(Query query, Carrier carrier) {
        if (query.isFiltered()) {
            return;
        }
        if (query.wantsAck()) {
            respond(query, true, ByteString.EMPTY, carrier);
        }
        // A user's question, or one of Serf's that the ack alone answers, is none of these.
        KeyOperation.named(query.name())
                .ifPresent(operation -> respond(query, answer(operation, query.payload(), carrier), carrier));
    }

    /** Does what is asked to this node's own keys. */
    static KeyResponse answer(KeyOperation operation, ByteString payload, Carrier carrier) {
        return switch (operation) {
            case LIST -> listed(carrier.keys());
            case INSTALL -> changed(payload, KeyRing::install, carrier);
            case USE -> changed(payload, KeyRing::use, carrier);
            case REMOVE -> changed(payload, KeyRing::remove, carrier);
        };
    }

    /** What is done to the ring; throws if it cannot be done. */
    private interface Change {
        KeyRing apply(KeyRing ring, ByteString key);
    }

    private static KeyResponse changed(ByteString payload, Change change, Carrier carrier) {
        Optional<KeyRing> ring = carrier.keys();
        if (ring.isEmpty()) {
            return new KeyResponse(false, "nothing is encrypted here", List.of());
        } else if (!(SerfCodec.decode(payload).orElse(null) instanceof KeyRequest request)) {
            return new KeyResponse(false, "the question names no key", List.of());
        } else {
            try {
                carrier.useKeys(change.apply(ring.get(), request.key()));
                return new KeyResponse(true, "", List.of());
            } catch (IllegalArgumentException | IllegalStateException refused) {
                return new KeyResponse(false, String.valueOf(refused.getMessage()), List.of());
            }
        }
    }

    private static KeyResponse listed(Optional<KeyRing> ring) {
        return ring.map(keys -> new KeyResponse(true, "", keys.keys()))
                .orElseGet(() -> new KeyResponse(false, "nothing is encrypted here", List.of()));
    }

    private void respond(Query query, KeyResponse response, Carrier carrier) {
        respond(query, false, SerfCodec.encode(response), carrier);
    }

    private void respond(Query query, boolean ack, ByteString payload, Carrier carrier) {
        SerfMessage response = new QueryResponse(query.time(), query.id(), self, ack, payload);
        carrier.answer(query.from(), SerfCodec.encode(response));
    }
}
