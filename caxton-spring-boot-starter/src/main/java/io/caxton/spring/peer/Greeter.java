package io.caxton.spring.peer;

import io.caxton.spring.peer.PeerTransport.Reply;
import io.caxton.swim.ByteString;
import io.caxton.swim.wire.KeyRing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks other nodes for sessions. Safe for use by several threads. */
final class Greeter {
    private static final Logger LOG = LoggerFactory.getLogger(Greeter.class);
    /** What a refusal may have. */
    private static final int MOST_BYTES = 4096;

    private final String self;
    private final Supplier<Optional<KeyRing>> ring;
    private final Supplier<PeerTransport> transport;
    private final IntFunction<byte[]> random;
    private final LongSupplier nanos;
    private final LogGate gate;

    Greeter(
            String self,
            Supplier<Optional<KeyRing>> ring,
            Supplier<PeerTransport> transport,
            IntFunction<byte[]> random,
            LongSupplier nanos) {
        this.self = self;
        this.ring = ring;
        this.transport = transport;
        this.random = random;
        this.nanos = nanos;
        this.gate = new LogGate(nanos);
    }

    /** A session with a node that has proven to have one of this node's keys, if there are any. */
    CompletableFuture<Session> greet(PeerLink link) {
        return greet(link, true);
    }

    /** The keys of both may have changed while the hello was on its way: then those of now are tried once. */
    private CompletableFuture<Session> greet(PeerLink link, boolean mayAskAgain) {
        List<ByteString> keys = keys();
        Hello hello = Hello.of(ByteString.of(random.apply(Hello.NONCE)), self, link.nodeId(), keys);
        return transport
                .get()
                .post(link.at(PeerPaths.SESSION), hello.encoded(), false, MOST_BYTES)
                .thenCompose(reply -> {
                    boolean keysChanged = !keys.equals(keys()) && isWrongKey(reply);
                    return keysChanged && mayAskAgain
                            ? greet(link, false)
                            : CompletableFuture.completedFuture(read(link, hello, keys, reply));
                });
    }

    private List<ByteString> keys() {
        return ring.get().map(KeyRing::keys).orElse(List.of());
    }

    private static boolean isWrongKey(Reply reply) {
        return reply.refusal().filter(Refusal.WRONG_KEY::equals).isPresent();
    }

    private Session read(PeerLink link, Hello hello, List<ByteString> keys, Reply reply) {
        if (reply.status() != 200) {
            throw refused(link, reply);
        }
        try {
            Welcome welcome = Welcome.decode(reply.body());
            long now = nanos.getAsLong();
            if (keys.isEmpty() && welcome.key() == Welcome.NO_KEY) {
                return Session.inTheClear(hello, welcome, now);
            }
            if (welcome.key() >= 0 && welcome.key() < keys.size()) {
                ByteString key = keys.get(welcome.key());
                if (Session.isProven(hello, welcome, key)) {
                    return Session.sealed(hello, welcome, key, now);
                }
            }
        } catch (RefusedException malformed) {
            throw noNode(reply);
        }
        tellWrongKey(link);
        throw new CallFailedException("unproven", "it could not prove that it has a key of this cluster", true, null);
    }

    private CallFailedException refused(PeerLink link, Reply reply) {
        if (isWrongKey(reply)) {
            tellWrongKey(link);
        }
        return reply.refusal().map(CallFailedException::refused).orElseGet(() -> noNode(reply));
    }

    private static CallFailedException noNode(Reply reply) {
        return new CallFailedException(
                "no-node",
                "what is there answers " + reply.status()
                        + ", as no node of a cluster does; see caxton.cluster.http-advertise",
                true,
                null);
    }

    private void tellWrongKey(PeerLink link) {
        if (gate.opensFor(link.nodeId())) {
            LOG.warn(
                    "Node {} at {} has none of the keys of this node, or something else is there: it is not called. Compare"
                            + " caxton.cluster.encryption-keys on both nodes; GET /api/v1/cluster/keys says who has which",
                    link.nodeId(),
                    link.at(""));
        }
    }
}
