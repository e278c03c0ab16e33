package io.caxton.spring.peer;

import java.time.Duration;
import java.util.function.IntSupplier;

/** Counts what nodes ask of each other. Called on threads that others wait for; must not block. */
public interface PeerListener {
    /** Counts nothing. */
    PeerListener NONE = new PeerListener() {
        @Override
        public void called(PeerOperation operation, String outcome, Duration took) {}

        @Override
        public void answered(PeerOperation operation, String outcome, Duration took) {}

        @Override
        public void refused(String reason) {}

        @Override
        public void met(String nodeId, IntSupplier breaker) {}

        @Override
        public void forgotten(String nodeId) {}

        @Override
        public void figures(IntSupplier sessions, IntSupplier calls) {}
    };

    /** This node has called another. The outcome is one of a few words. */
    void called(PeerOperation operation, String outcome, Duration took);

    /** This node was called and has answered, or failed to. */
    void answered(PeerOperation operation, String outcome, Duration took);

    /** A request was turned away before anybody could answer it. The reason is one of a few words. */
    void refused(String reason);

    /** Another node is called for the first time; its breaker is 0 closed, 1 half open, 2 open. */
    void met(String nodeId, IntSupplier breaker);

    /** Another node is no longer called. */
    void forgotten(String nodeId);

    /** What can be asked at any time: sessions other nodes have here, and calls of this one in flight. */
    void figures(IntSupplier sessions, IntSupplier calls);
}
