package io.caxton.server.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.storage.LocalStateException;
import io.caxton.state.Operation;
import io.caxton.state.StateToolException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    @ParameterizedTest
    @CsvSource({"STORAGE_FULL,507,false", "OVERLOADED,503,true", "CLOSED,503,true", "FAILED,500,false"})
    void localStateThatFailsSaysWhetherToTryAgain(LocalStateException.Reason reason, int status, boolean again) {
        Problem problem = Problems.of(new CompletionException(new LocalStateException(reason, "secret detail")));
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.retryAfter().isPresent()).isEqualTo(again);
        assertThat(problem.detail()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(StateToolException.Reason.class)
    void everyFailureOfAStateToolIsAProblem(StateToolException.Reason reason) {
        Problem problem =
                Problems.of(new StateToolException(Operation.STORE, "key", "memory", reason, "a detail", null));
        int expected = switch (reason) {
            case INVALID_KEY, KEY_TOO_LONG, INVALID_VALUE, VALUE_TOO_DEEP, INVALID_REQUEST, INVALID_CURSOR -> 400;
            case VALUE_TOO_LARGE, BATCH_TOO_LARGE, TOO_MANY_KEYS -> 413;
            case UNSUPPORTED -> 501;
            case CLOSED, UNAVAILABLE, TIMEOUT -> 503;
            case STORAGE_FULL -> 507;
            case ACCESS_DENIED, CORRUPT, INCOMPATIBLE -> 500;
        };
        assertThat(problem.status()).isEqualTo(expected);
        assertThat(problem.retryAfter().isPresent()).isEqualTo(expected == 503);
    }
}
