package io.caxton.state.tck;

import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import java.util.Optional;

/** One empty store for one clause. The kit closes the tools it opened, then the fixture. */
public interface StateToolFixture extends AutoCloseable {

    /** The backend's widest limits. */
    default StateToolLimits limits() {
        return StateToolLimits.DEFAULTS;
    }

    /** A new tool on this fixture's store; the kit opens several, one after another and side by side. */
    McpStateTool open(StateToolLimits limits);

    /** The clock that decides what has expired, if the tools follow one; else the kit waits for short times to live. */
    Optional<MutableClock> clock();

    /** How another process opens this store; present exactly if the tools declare themselves shared. */
    Optional<ChildTool> childTool();

    @Override
    void close() throws Exception;
}
