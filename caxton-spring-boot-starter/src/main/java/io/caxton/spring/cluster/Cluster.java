package io.caxton.spring.cluster;

import java.util.List;

/** The cluster as this node sees it; of this node alone if it is none of a cluster. */
public interface Cluster {
    /** What is known at this moment. */
    ClusterStatus status();

    /**
     * Whether clients may send messages by this node; not when it is about to stop and has given others what waits here: what came
     * then would wait for its next start, and what follows elsewhere would overtake it.
     */
    boolean takesMessages();

    /** Everybody it knows by name, itself included, also those who failed or left. */
    List<ClusterMember> members();
}
