package io.caxton.swim;

import java.util.Comparator;

/**
 * A belief about a member. The greater of two is the one to keep, on every node, whatever came first (SWIM, section 4.2): the
 * later incarnation, which only the member itself begins; within one, the later status. So a member that is thought dead comes
 * back only with a new incarnation, and one that left is never taken for failed.
 *
 * @param incarnation from 0 to 2^32 - 1
 */
public record MemberState(long incarnation, MemberStatus status) implements Comparable<MemberState> {
    /** The last there is: whoever is accused in it cannot deny it any more. */
    public static final long LAST_INCARNATION = 0xFFFF_FFFFL;

    private static final Comparator<MemberState> ORDER =
            Comparator.comparingLong(MemberState::incarnation).thenComparing(MemberState::status);

    public MemberState {
        if (incarnation < 0 || incarnation > LAST_INCARNATION) {
            throw new IllegalArgumentException("incarnation must be from 0 to 2^32 - 1, not " + incarnation);
        }
    }

    @Override
    public int compareTo(MemberState other) {
        return ORDER.compare(this, other);
    }

    /** Whether it is to replace another. */
    public boolean overrules(MemberState other) {
        return compareTo(other) > 0;
    }
}
