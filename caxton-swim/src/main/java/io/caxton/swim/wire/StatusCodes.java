package io.caxton.swim.wire;

import io.caxton.swim.MemberStatus;
import io.caxton.swim.wire.DecodeError.Reason;

/** How a push/pull writes a member's status (memberlist protocol, node states): a number that later statuses do not move. */
final class StatusCodes {
    private static final long ALIVE = 0;
    private static final long SUSPECT = 1;
    private static final long DEAD = 2;
    private static final long LEFT = 3;

    private StatusCodes() {}

    static long of(MemberStatus status) {
        return switch (status) {
            case ALIVE -> ALIVE;
            case SUSPECT -> SUSPECT;
            case DEAD -> DEAD;
            case LEFT -> LEFT;
        };
    }

    static MemberStatus status(long code) throws WireException {
        if (code == ALIVE) {
            return MemberStatus.ALIVE;
        } else if (code == SUSPECT) {
            return MemberStatus.SUSPECT;
        } else if (code == DEAD) {
            return MemberStatus.DEAD;
        } else if (code == LEFT) {
            return MemberStatus.LEFT;
        }
        throw new WireException(Reason.MESSAGE, "State is unknown");
    }
}
