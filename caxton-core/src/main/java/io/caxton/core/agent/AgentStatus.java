package io.caxton.core.agent;

/** What an instance can take. */
public enum AgentStatus {
    /** Takes new messages. */
    READY,
    /** Takes new messages only when no ready instance can. */
    BUSY,
    /** Finishes what it has leased and takes nothing new. */
    DRAINING,
    /** Its lease ran out: nothing new until it speaks again. */
    LOST;

    /** Whether new traffic may go to an instance of this status. */
    public boolean takesTraffic() {
        return this == READY || this == BUSY;
    }
}
