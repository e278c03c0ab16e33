package io.caxton.server.push;

import io.caxton.spring.gateway.FeedSink;

/** Why a node ends a connection that it pushes to, told in the same words at every door. */
public enum Ending {
    REPLACED("replaced", "a newer stream or link of this instance was opened"),
    DEREGISTERED("deregistered", "this instance is registered no more"),
    STOPPING("stopping", "the node stops; connect again later or elsewhere"),
    FAILED("failed", "an unexpected error; the node's log says more"),
    EXPIRED("expired", "the token that it was opened with has expired; connect again with a new one");

    private final String reason;
    private final String detail;

    Ending(String reason, String detail) {
        this.reason = reason;
        this.detail = detail;
    }

    /** What the end of its feed means for a connection. */
    public static Ending of(FeedSink.End end) {
        return switch (end) {
            case REPLACED -> REPLACED;
            case DEREGISTERED -> DEREGISTERED;
            case STOPPING -> STOPPING;
            case FAILED -> FAILED;
        };
    }

    /** What clients tell it by: one word. */
    public String reason() {
        return reason;
    }

    /** A sentence for people. */
    public String detail() {
        return detail;
    }
}
