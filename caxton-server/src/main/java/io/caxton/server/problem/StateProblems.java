package io.caxton.server.problem;

import io.caxton.state.StateToolException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure of the state store means to a client. */
final class StateProblems {
    private static final Logger LOG = LoggerFactory.getLogger(StateProblems.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private StateProblems() {}

    static Problem of(StateToolException failure) {
        String detail = failure.detail();
        return switch (failure.reason()) {
            case INVALID_KEY, KEY_TOO_LONG -> invalid("key", detail);
            case INVALID_VALUE, VALUE_TOO_DEEP -> invalid("body", detail);
            case INVALID_CURSOR -> invalid("cursor", detail);
            case INVALID_REQUEST -> ProblemType.INVALID_REQUEST.because(detail);
            case VALUE_TOO_LARGE, BATCH_TOO_LARGE, TOO_MANY_KEYS ->
                ProblemType.TOO_LARGE.because(detail).withError("body", detail);
            case UNSUPPORTED -> ProblemType.NOT_SUPPORTED.because(detail);
            case CLOSED -> ProblemType.STOPPING.because(detail).retryAfter(SOON);
            case STORAGE_FULL -> ProblemType.STORAGE_FULL.because(detail);
            case UNAVAILABLE -> unavailable(failure, "the store cannot be reached; try again");
            case TIMEOUT -> unavailable(failure, "the store did not answer in time; a write may have happened");
            case ACCESS_DENIED, CORRUPT, INCOMPATIBLE -> {
                LOG.warn("The state store failed: {}", failure.getMessage());
                yield ProblemType.STATE_FAILED.because("the node's log says more");
            }
        };
    }

    private static Problem invalid(String field, String detail) {
        return ProblemType.INVALID_REQUEST.because("one field is wrong").withError(field, detail);
    }

    private static Problem unavailable(StateToolException failure, String detail) {
        LOG.warn("The state store is not available: {}", failure.getMessage());
        return ProblemType.STATE_UNAVAILABLE.because(detail).retryAfter(SOON);
    }
}
