package io.caxton.spring.peer;

import io.caxton.spring.cluster.ClusterMember;
import io.caxton.swim.MemberStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the way to a node by its id, as membership knows it at the moment. Safe for use by several threads. */
final class PeerLinks {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLinks.class);
    /** So many of the last calls count. */
    private static final int WINDOW = 10;

    private static final int LEAST = 5;
    private static final int FAILED_PERCENT = 50;
    private static final int PROBES = 2;

    private final Function<String, Optional<ClusterMember>> members;
    private final BooleanSupplier encrypted;
    private final CircuitBreakerConfig breakers;
    private final int maxCalls;
    private final PeerListener listener;
    private final ConcurrentMap<String, PeerLink> links = new ConcurrentHashMap<>();

    PeerLinks(
            Function<String, Optional<ClusterMember>> members,
            BooleanSupplier encrypted,
            Duration failurePause,
            int maxCalls,
            PeerListener listener) {
        this.members = members;
        this.encrypted = encrypted;
        this.maxCalls = maxCalls;
        this.listener = listener;
        this.breakers = CircuitBreakerConfig.custom()
                .slidingWindow(WINDOW, LEAST, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILED_PERCENT)
                .waitDurationInOpenState(failurePause)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .build();
    }

    /** @throws CallFailedException if it is not to be called */
    PeerLink to(String nodeId) {
        Optional<ClusterMember> known = members.apply(nodeId).filter(member -> Hello.isNodeId(member.nodeId()));
        if (known.isEmpty() || !known.get().isPresent()) {
            forget(nodeId);
            throw CallFailedException.notTried(
                    "not-alive",
                    known.map(member -> "for the cluster it has "
                                    + (member.status() == MemberStatus.LEFT ? "left" : "failed"))
                            .orElse("it is no member of this cluster"));
        }
        ClusterMember member = known.get();
        if (member.self()) {
            throw CallFailedException.notTried("self", "it is this node itself");
        }
        URI base = member.web()
                .orElseThrow(() ->
                        CallFailedException.notTried("no-address", "it does not say where it is reached over HTTP"));
        if (!encrypted.getAsBoolean() && !CallerCheck.isLoopback(unbracketed(base.getHost()))) {
            throw CallFailedException.notTried(
                    "not-allowed",
                    "it is on another machine, and nothing is encrypted: set caxton.cluster.encryption-keys on all members");
        }
        PeerLink link = links.get(nodeId);
        if (link == null || !link.leadsTo(member, base)) {
            tidy();
            link = links.compute(
                    nodeId, (id, old) -> old != null && old.leadsTo(member, base) ? old : make(member, base));
        }
        link.heard(member.incarnation());
        return link;
    }

    /** A node has called this one. */
    void heardFrom(String nodeId, long nanos) {
        PeerLink link = links.get(nodeId);
        if (link != null) {
            link.heardFrom(nanos);
        }
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private PeerLink make(ClusterMember member, URI base) {
        CircuitBreaker breaker = CircuitBreaker.of(member.nodeId(), breakers);
        breaker.getEventPublisher()
                .onStateTransition(change -> told(
                        member.nodeId(),
                        base,
                        change.getStateTransition().getToState(),
                        breakers.getWaitIntervalFunctionInOpenState().apply(1)));
        PeerLink link = new PeerLink(member, base, breaker, maxCalls);
        listener.met(member.nodeId(), link::breakerFigure);
        return link;
    }

    private static void told(String nodeId, URI base, CircuitBreaker.State state, long pauseMillis) {
        if (state == CircuitBreaker.State.OPEN) {
            LOG.warn(
                    "Node {} at {} does not answer: it is not called for {}, or until the cluster hears of it again",
                    nodeId,
                    base,
                    Duration.ofMillis(pauseMillis));
        } else if (state == CircuitBreaker.State.CLOSED) {
            LOG.info("Node {} at {} is called again", nodeId, base);
        }
    }

    /** Those who are gone are remembered no longer than until somebody asks for them. */
    private void forget(String nodeId) {
        if (links.remove(nodeId) != null) {
            listener.forgotten(nodeId);
        }
    }

    /** Forgets all that are gone, so that there are never more than members. */
    private void tidy() {
        for (String nodeId : links.keySet()) {
            if (members.apply(nodeId).filter(ClusterMember::isPresent).isEmpty()) {
                forget(nodeId);
            }
        }
    }
}
