package io.caxton.spring.gateway;

import io.caxton.core.engine.AcceptResult;
import java.util.Optional;

/** A message could not be answered and acknowledged in one step; nothing of it is kept. */
public final class ReplyNotAcceptedException extends RuntimeException {
    private final transient Optional<AcceptResult.Rejected> rejection;

    ReplyNotAcceptedException(String message, Optional<AcceptResult.Rejected> rejection) {
        super(message, null, false, false);
        this.rejection = rejection;
    }

    /** Why a reply was refused; empty if the replies were fine but the lease is another's by now. */
    public Optional<AcceptResult.Rejected> rejection() {
        return rejection;
    }
}
