package io.caxton.spring.cluster;

/** Told of other members at once and in order. On the protocol's thread, which it must not block. */
public interface MemberListener {
    /** A member is new, or is known otherwise than before. */
    void changed(ClusterMember member);

    /** A member that failed or left long ago is remembered no more. */
    void forgotten(String nodeId);

    /** This node has left: there is nobody else any more. */
    void alone();
}
