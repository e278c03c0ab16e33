package io.caxton.swim;

import java.time.Instant;

/** A part of the protocol that has something to do at certain times. */
interface Timed {
    /** Later than anything that will be. */
    Instant NEVER = Instant.MAX;

    /** When it is due; {@link #NEVER} if nothing is. */
    Instant due();

    /** Does what is due. */
    void run(Instant now);
}
