package io.caxton.core.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A forward that has come to a node, read before it goes to the one thread that writes.
 *
 * @param envelope the message with one more hop; empty if it cannot be read here
 * @param sizeBytes the UTF-8 length of its content
 */
public record Arrival(Forward forward, Optional<Envelope> envelope, long sizeBytes) {
    /** Reads all of a batch; one message that several deliveries share is read once. */
    public static List<Arrival> all(List<Forward> forwards) {
        IdentityHashMap<byte[], Optional<Envelope>> read = new IdentityHashMap<>();
        List<Arrival> arrivals = new ArrayList<>(forwards.size());
        for (Forward forward : forwards) {
            Optional<Envelope> envelope = read.computeIfAbsent(forward.json(), Arrival::read)
                    .filter(e -> e.message().id().equals(forward.messageId()));
            arrivals.add(
                    new Arrival(forward, envelope, envelope.map(Arrival::size).orElse(0L)));
        }
        return arrivals;
    }

    /** One alone. */
    public static Arrival of(Forward forward) {
        return all(List.of(forward)).get(0);
    }

    /** Whatever is wrong with a message, the others of the batch are to be taken. */
    private static Optional<Envelope> read(byte[] json) {
        try {
            Message message = Envelope.read(json);
            return Optional.of(Envelope.of(message.withHops(Math.addExact(Math.max(0, message.hops()), 1))));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    private static long size(Envelope envelope) {
        return envelope.message().content().toString().getBytes(UTF_8).length;
    }
}
