package io.caxton.spring.peer;

import org.jspecify.annotations.Nullable;

/** Why a call has no answer, as this side counts and tells it. */
final class CallFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String outcome;
    private final boolean ofThePeer;

    /**
     * @param outcome one of a few words
     * @param ofThePeer whether it speaks against calling the other node again at once
     */
    CallFailedException(String outcome, String reason, boolean ofThePeer, @Nullable Throwable cause) {
        super(reason, cause);
        this.outcome = outcome;
        this.ofThePeer = ofThePeer;
    }

    /** Not even tried. */
    static CallFailedException notTried(String outcome, String reason) {
        return new CallFailedException(outcome, reason, false, null);
    }

    /** The other node has answered that it does not. */
    static CallFailedException refused(Refusal refusal) {
        boolean unusable = switch (refusal) {
            case WRONG_KEY, OTHER_NODE, UNKNOWN_SESSION, FORGED, NOT_ALLOWED, TIMED_OUT -> true;
            default -> false;
        };
        return new CallFailedException(refusal.wireName(), refusal.detail(), unusable, null);
    }

    String outcome() {
        return outcome;
    }

    boolean isOfThePeer() {
        return ofThePeer;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
