package io.caxton.state.tck;

import static java.util.Objects.requireNonNull;

import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/**
 * Everything a state tool promises, clause by clause. A backend's whole test is a subclass that makes fixtures. What a
 * backend declares to lack is not skipped: the kit sees it refused.
 */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
public abstract class StateToolContract
        implements BasicClauses,
                KeyClauses,
                ValueClauses,
                ConditionClauses,
                ExpiryClauses,
                ListingClauses,
                PagingClauses,
                BatchClauses,
                ScopingClauses,
                ConcurrencyClauses,
                FeatureClauses {

    private final Deque<McpStateTool> opened = new ArrayDeque<>();
    private @Nullable StateToolFixture fixture;
    private @Nullable McpStateTool tool;

    /** A new empty store; called before each clause. */
    protected abstract StateToolFixture newFixture() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = newFixture();
        tool = open(fixture().limits());
    }

    @AfterEach
    void closeFixture() throws Exception {
        try {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
        } finally {
            fixture().close();
        }
    }

    @Override
    public final McpStateTool tool() {
        return requireNonNull(tool, "before the clause");
    }

    @Override
    public final StateToolFixture fixture() {
        return requireNonNull(fixture, "before the clause");
    }

    @Override
    public final McpStateTool open(StateToolLimits limits) {
        McpStateTool another = fixture().open(limits);
        opened.push(another);
        return another;
    }
}
