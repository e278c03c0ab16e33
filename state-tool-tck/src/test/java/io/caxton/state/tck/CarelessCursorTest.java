package io.caxton.state.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.state.InMemoryStateTool;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolException;
import io.caxton.state.StateToolException.Reason;
import org.junit.jupiter.api.Test;

/** A view guards itself even on a backend that follows any cursor anywhere. */
class CarelessCursorTest {

    @Test
    void aForgedCursorThatLeadsOutOfANamespaceShowsNothing() {
        McpStateTool careless = new WrappedStateTool(new InMemoryStateTool(new MutableClock())) {
            @Override
            public KeyPage list(ListRequest request) {
                return request.cursor().isEmpty() ? sound.list(request) : sound.list(ListRequest.of(""));
            }
        };
        careless.scopedTo("bob").store("secret", Clauses.number(1));
        McpStateTool alice = careless.scopedTo("alice");
        alice.store("k", Clauses.number(1));
        StateToolException refusal = catchThrowableOfType(
                StateToolException.class, () -> alice.list(ListRequest.of("").withCursor("forged")));
        assertThat(refusal.reason()).isEqualTo(Reason.INVALID_CURSOR);
        assertThat(refusal).hasMessageNotContaining("secret");
        assertThat(alice.list("")).containsExactly("k");
    }
}
