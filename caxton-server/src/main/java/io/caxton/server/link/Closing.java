package io.caxton.server.link;

import io.caxton.server.push.Ending;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCode;
import jakarta.websocket.CloseReason.CloseCodes;

/**
 * How the node ends a link.
 *
 * @param code of the WebSocket close frame
 * @param reason what clients tell it by
 * @param detail a sentence
 */
record Closing(CloseCode code, String reason, String detail) {
    private static final int MAX_PHRASE = 120;
    private static final int REPLACED = 4001;
    private static final int DEREGISTERED = 4002;
    private static final int IDLE = 4003;
    private static final int EXPIRED = 4004;

    static Closing of(Ending ending) {
        CloseCode code = switch (ending) {
            case STOPPING -> CloseCodes.GOING_AWAY;
            case FAILED -> CloseCodes.UNEXPECTED_CONDITION;
            case REPLACED -> CloseCodes.getCloseCode(REPLACED);
            case DEREGISTERED -> CloseCodes.getCloseCode(DEREGISTERED);
            case EXPIRED -> CloseCodes.getCloseCode(EXPIRED);
        };
        return new Closing(code, ending.reason(), ending.detail());
    }

    static Closing idle() {
        return new Closing(CloseCodes.getCloseCode(IDLE), "idle", "nothing was heard for too long; send heartbeats");
    }

    static Closing slow(String detail) {
        return new Closing(CloseCodes.VIOLATED_POLICY, "slow", detail);
    }

    static Closing mistakes(int most) {
        return new Closing(CloseCodes.VIOLATED_POLICY, "mistakes", "more than " + most + " frames were wrong");
    }

    static Closing notJson(String detail) {
        return new Closing(CloseCodes.NOT_CONSISTENT, "not-json", detail);
    }

    static Closing tooBig(long most) {
        return new Closing(CloseCodes.TOO_BIG, "too-big", "a frame has more than " + most + " characters");
    }

    static Closing overloaded(String detail) {
        return new Closing(CloseCodes.TRY_AGAIN_LATER, "overloaded", detail);
    }

    static Closing binary() {
        return new Closing(CloseCodes.CANNOT_ACCEPT, "binary", "only text frames are understood");
    }

    CloseReason toReason() {
        String phrase = reason + ": " + detail;
        return new CloseReason(code, phrase.substring(0, Math.min(MAX_PHRASE, phrase.length())));
    }
}
