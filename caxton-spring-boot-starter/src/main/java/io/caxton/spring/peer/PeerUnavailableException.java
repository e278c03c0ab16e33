package io.caxton.spring.peer;

/** Another node has not answered: it is not known, not reached, too slow, too busy, or it refused. */
public final class PeerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A peer that did not answer, and why. */
    public PeerUnavailableException(String nodeId, String reason) {
        super("Node " + nodeId + " did not answer: " + reason);
    }

    /** A peer that did not answer because of this. */
    public PeerUnavailableException(String nodeId, String reason, Throwable cause) {
        super("Node " + nodeId + " did not answer: " + reason, cause);
    }
}
