package io.caxton.simulation.cluster;

/** Another node has not answered. */
final class Unanswered extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean mayHaveArrived;

    Unanswered(String nodeId, boolean mayHaveArrived) {
        super("node " + nodeId + " did not answer", null, false, false);
        this.mayHaveArrived = mayHaveArrived;
    }

    boolean mayHaveArrived() {
        return mayHaveArrived;
    }
}
