package io.caxton.state.tck;

import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import java.util.Optional;

/** The kit on a backend without features: each is refused, and everything else holds. */
class PlainStateToolContractTest extends StateToolContract {

    @Override
    protected StateToolFixture newFixture() {
        return new StateToolFixture() {
            @Override
            public McpStateTool open(StateToolLimits limits) {
                return new PlainStateTool(limits);
            }

            @Override
            public Optional<MutableClock> clock() {
                return Optional.empty();
            }

            @Override
            public Optional<ChildTool> childTool() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }
}
