package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.state.StateToolException.Reason;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ScopedStateToolTest {

    private final InMemoryStateTool sound = new InMemoryStateTool(InstantSource.system());

    @Test
    void aFailureBelowIsToldInTheAgentsOwnWords() {
        McpStateTool alice = sound.scopedTo("alice");
        StateToolException refusal = catchThrowableOfType(
                StateToolException.class, () -> alice.store("k", JsonNodeFactory.instance.missingNode()));
        assertThat(refusal.key()).contains("k");
        assertThat(refusal.operation()).isEqualTo(Operation.STORE);
        assertThat(refusal.getMessage()).contains("'k'").doesNotContain("ns/alice");
    }

    @Test
    void aViewSeesWhenTheToolBelowIsClosed() {
        McpStateTool alice = sound.scopedTo("alice");
        sound.close();
        StateToolException refusal = catchThrowableOfType(StateToolException.class, () -> alice.find("k"));
        assertThat(refusal.reason()).isEqualTo(Reason.CLOSED);
    }
}
