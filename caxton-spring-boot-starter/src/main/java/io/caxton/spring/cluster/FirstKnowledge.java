package io.caxton.spring.cluster;

/** What a node waits for once it has met others, before it is ready: to know of agents what one of them does. */
public interface FirstKnowledge {
    /** This node knows all that another one knew of agents at this moment. */
    void knowsAsMuchAs(String nodeId);
}
