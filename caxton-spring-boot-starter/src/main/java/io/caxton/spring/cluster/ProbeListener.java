package io.caxton.spring.cluster;

import java.time.Duration;

/** Hears how fast members answer. Called on the node's thread, which must not be blocked. */
public interface ProbeListener {
    /** A member has answered a probe directly. */
    void onAnswer(Duration roundTrip);
}
