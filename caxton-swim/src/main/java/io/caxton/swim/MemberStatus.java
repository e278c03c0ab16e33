package io.caxton.swim;

/** What is believed of a member. Each status overrules those before it within one incarnation: see {@link MemberState}. */
public enum MemberStatus {
    ALIVE,
    /** It did not answer, and has until its suspicion runs out to say that it is there. */
    SUSPECT,
    /** Its suspicion ran out. */
    DEAD,
    /** It said goodbye. */
    LEFT;

    /** Whether it takes part: is probed, counted and gossiped to. */
    public boolean isPresent() {
        return this == ALIVE || this == SUSPECT;
    }
}
