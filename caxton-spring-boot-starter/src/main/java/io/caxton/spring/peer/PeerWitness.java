package io.caxton.spring.peer;

/** Told that another node is up. On a thread that requests wait for; must not block. */
public interface PeerWitness {
    /** A request of another node was proven. */
    void heardFrom(String nodeId);
}
