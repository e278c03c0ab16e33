package io.caxton.spring.peer;

/** Another node has not answered: it is not known, not reached, too slow, too busy, or it refused. */
public final class PeerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayHaveArrived;

    /** A peer that was not asked, and why. */
    public PeerUnavailableException(String nodeId, String reason) {
        super("Node " + nodeId + " was not asked: " + reason);
        this.mayHaveArrived = false;
    }

    /** A peer that was asked, and did not answer because of this. */
    public PeerUnavailableException(String nodeId, String reason, Throwable cause) {
        super("Node " + nodeId + " did not answer: " + reason, cause);
        this.mayHaveArrived = true;
    }

    /** Whether it may have done what was asked all the same. */
    public boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}
