package io.caxton.server.security;

import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;

/** Tells who calls, on the thread that a request came in on. A door that goes on elsewhere takes it along. */
public final class Callers {
    private Callers() {}

    /**
     * Who calls.
     *
     * @throws ProblemException with 401 if nobody proved who they are, which the filters in front of every door let
     *     happen only where they were gone around
     */
    public static Caller current() {
        return find().orElseThrow(() -> unauthenticated().asException());
    }

    static Optional<Caller> find() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? Optional.of(known.caller())
                : Optional.empty();
    }

    static Problem unauthenticated() {
        return ProblemType.UNAUTHENTICATED.because("send Authorization: Bearer with a key or token of this node");
    }
}
