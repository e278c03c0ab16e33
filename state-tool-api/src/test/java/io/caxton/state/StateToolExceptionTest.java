package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.StateToolException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateToolExceptionTest {

    @Test
    void theMessageSaysWhatWhereAndWhy() {
        assertThat(failure("cart/7"))
                .hasMessage("STORE of 'cart/7' failed on memory: KEY_TOO_LONG: too long")
                .hasNoCause();
    }

    @Test
    void withoutAKeyTheMessageNamesNone() {
        var failure = new StateToolException(Operation.STORE_ALL, null, "memory", Reason.CLOSED, "closed", null);
        assertThat(failure).hasMessage("STORE_ALL failed on memory: CLOSED: closed");
        assertThat(failure.key()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u202eb", "a\u2028b", "a\ud83d", "\ude80b", "a\u001b[31mb"})
    void whatCouldForgeALogLineIsEscaped(String key) {
        assertThat(failure(key).getMessage()).matches("STORE of '[ -~]*\\\\u[0-9a-f]{4}[ -~]*' failed on .*");
        assertThat(failure(key).key()).contains(key);
    }

    @Test
    void aLongKeyIsShortenedInTheMessageAlone() {
        String key = "\ud83d\ude80".repeat(400);
        assertThat(failure(key).getMessage()).contains("…'").hasSizeLessThan(200);
        assertThat(failure(key).key()).contains(key);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void onlyTroubleThatPassesIsTransient(Reason reason) {
        assertThat(reason.isTransient()).isEqualTo(reason == Reason.UNAVAILABLE || reason == Reason.TIMEOUT);
    }

    private static StateToolException failure(String key) {
        return new StateToolException(Operation.STORE, key, "memory", Reason.KEY_TOO_LONG, "too long", null);
    }
}
