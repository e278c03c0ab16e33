package io.caxton.spring.cluster;

import java.util.List;

/** The cluster as this node sees it; of this node alone if it is none of a cluster. */
public interface Cluster {
    /** What is known at this moment. */
    ClusterStatus status();

    /** Everybody it knows by name, itself included, also those who failed or left. */
    List<ClusterMember> members();
}
