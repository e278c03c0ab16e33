package io.caxton.server.intake;

import io.caxton.server.intake.BodyMemory.Loan;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The bounds on one body while it is read.
 *
 * @param patience how long a body may take to come, besides a second for every {@link #SLOWEST_BYTES} of it
 * @param blocked how many bodies may be waited for at once, each by a thread
 */
record Intake(Loan loan, Duration patience, Semaphore blocked) {
    /** Bytes a second. */
    static final long SLOWEST_BYTES = 32 << 10;

    private static final String ATTRIBUTE = Intake.class.getName();
    private static final Duration SOON = Duration.ofSeconds(1);

    void attach(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Loan loanOf(ServletRequest request) {
        return ((Intake) request.getAttribute(ATTRIBUTE)).loan();
    }

    /** Refuses what came so slowly that it could go on for ever. */
    void requireFast(long bytesRead, long nanosSinceStart) {
        long allowed = patience.toNanos()
                + Duration.ofSeconds(bytesRead / SLOWEST_BYTES).toNanos();
        if (nanosSinceStart > allowed) {
            throw tooSlow();
        }
    }

    static ProblemException tooSlow() {
        return ProblemType.TOO_SLOW.because("send the body at once").asException();
    }

    void enterBlocked() {
        if (!blocked.tryAcquire()) {
            throw ProblemType.OVERLOADED
                    .because("too many bodies are coming slowly; try again")
                    .retryAfter(SOON)
                    .asException();
        }
    }

    void leaveBlocked() {
        blocked.release();
    }
}
