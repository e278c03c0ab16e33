package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caxton.state.StateToolException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What is this tool's own; the contract is held by the kit. */
class InMemoryStateToolTest {

    private static final JsonNode VALUE = JsonNodeFactory.instance.numberNode(1);

    private final AtomicLong seconds = new AtomicLong();

    @Test
    void aStoreBeyondTheBoundIsRefusedAndAReplacementIsNot() {
        InMemoryStateTool tool = bounded(2, 1);
        tool.store("a", VALUE);
        tool.store("b", VALUE);
        full(() -> tool.store("c", VALUE));
        tool.store("b", VALUE);
        tool.delete("a");
        tool.store("c", VALUE);
        assertThat(tool.list("")).containsExactly("b", "c");
    }

    @Test
    void aBatchBeyondTheBoundIsRefusedWhole() {
        InMemoryStateTool tool = bounded(2, 1);
        tool.store("a", VALUE);
        full(() -> tool.storeAll(List.of(StoreRequest.of("b", VALUE), StoreRequest.of("c", VALUE))));
        assertThat(tool.list("")).containsExactly("a");
        tool.storeAll(List.of(StoreRequest.of("a", VALUE), StoreRequest.of("b", VALUE)));
    }

    @Test
    void expiredEntriesMakeRoom() {
        InMemoryStateTool tool = bounded(2, 1);
        tool.store(StoreRequest.of("a", VALUE).expiringAfter(Duration.ofSeconds(5)));
        tool.store("b", VALUE);
        seconds.set(5);
        tool.store("c", VALUE);
        assertThat(tool.list("")).containsExactly("b", "c");
    }

    @Test
    void aSeededGeneratorMakesTheVersionsRepeatable() {
        assertThat(bounded(2, 7).store("a", VALUE).version())
                .isEqualTo(bounded(2, 7).store("a", VALUE).version());
    }

    @Test
    void aBoundBelowOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> bounded(0, 1));
    }

    private InMemoryStateTool bounded(int entries, long seed) {
        return new InMemoryStateTool(
                () -> Instant.ofEpochSecond(seconds.get()),
                new SplittableRandom(seed),
                StateToolLimits.DEFAULTS,
                entries);
    }

    private static void full(ThrowingCallable call) {
        StateToolException refusal = catchThrowableOfType(StateToolException.class, call);
        assertThat(refusal.reason()).isEqualTo(Reason.STORAGE_FULL);
    }
}
