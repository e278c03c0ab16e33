package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.state.StateToolException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateJsonTest {

    private final StateJson json = new StateJson("memory", StateToolLimits.DEFAULTS);

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1E+400", "9007199254740993", "[0.1,1.0,100]", "{\"b\":1,\"a\":null}"})
    void textGoesThroughTreesUnchanged(String text) {
        assertThat(json.encode(Operation.STORE, "k", json.decode(Operation.RETRIEVE, "k", text)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s3cr3t", "{\"s3cr3t\":1,\"s3cr3t\":2}", "[\"s3cr3t\"", "\"a\" \"s3cr3t\"", "NaN", "01"})
    void whatIsNotJsonIsCorruptAndNeverQuoted(String text) {
        StateToolException refusal =
                catchThrowableOfType(StateToolException.class, () -> json.decode(Operation.RETRIEVE, "k", text));
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(refusal).hasNoCause().hasMessageNotContaining("s3cr3t");
    }

    @Test
    void aStoredTextDeeperThanTheLimitIsCorrupt() {
        String deep = "[".repeat(100_000);
        StateToolException refusal =
                catchThrowableOfType(StateToolException.class, () -> json.decode(Operation.RETRIEVE, "k", deep));
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
    }
}
