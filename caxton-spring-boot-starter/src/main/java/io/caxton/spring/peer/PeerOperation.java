package io.caxton.spring.peer;

/** What a node can ask of another. Each has one {@link PeerHandler}; its name is part of the wire and must not change. */
public enum PeerOperation {
    /** Says what it knows of all agents; answered with what it lacks. */
    REGISTRY,
    /** Hands messages over; answered when they are durable. */
    FORWARD,
    /** Tells what became of messages that were handed over. */
    OUTCOMES,
    /** Asks what the other node knows of a message. */
    LOOKUP,
    /** Asks the other node to forget a member that is gone. */
    FORGET,
    /** Lets messages be kept in case this node loses its disk; answered when they are durable. */
    COPY,
    /** Asks what is kept for this node, and what the other has made its own. */
    CLAIM
}
