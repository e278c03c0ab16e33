package io.caxton.state.tck;

import io.caxton.state.InMemoryStateTool;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An in-memory store, which lives in its tool; what opens it may wrap the tool. */
record InMemoryFixture(MutableClock time, UnaryOperator<McpStateTool> wrapper) implements StateToolFixture {

    InMemoryFixture(UnaryOperator<McpStateTool> wrapper) {
        this(new MutableClock(), wrapper);
    }

    @Override
    public McpStateTool open(StateToolLimits limits) {
        return wrapper.apply(new InMemoryStateTool(time, new SecureRandom(), limits, 10_000));
    }

    @Override
    public Optional<MutableClock> clock() {
        return Optional.of(time);
    }

    @Override
    public Optional<ChildTool> childTool() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
