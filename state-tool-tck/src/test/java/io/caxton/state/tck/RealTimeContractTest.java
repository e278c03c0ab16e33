package io.caxton.state.tck;

import io.caxton.state.InMemoryStateTool;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** The kit on a backend whose clock it cannot move, as on a server: short times to live are waited for. */
class RealTimeContractTest extends StateToolContract {

    @Override
    protected StateToolFixture newFixture() {
        return new StateToolFixture() {
            @Override
            public McpStateTool open(StateToolLimits limits) {
                return new InMemoryStateTool(InstantSource.system(), new SecureRandom(), limits, 10_000);
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
