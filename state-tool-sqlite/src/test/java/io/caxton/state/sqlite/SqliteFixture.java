package io.caxton.state.sqlite;

import io.caxton.state.McpStateTool;
import io.caxton.state.StateToolLimits;
import io.caxton.state.tck.ChildTool;
import io.caxton.state.tck.MutableClock;
import io.caxton.state.tck.StateToolFixture;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A file of its own for each clause. */
record SqliteFixture(Path file, MutableClock time) implements StateToolFixture {

    @Override
    public McpStateTool open(StateToolLimits limits) {
        return new SqliteStateTool(SqliteOptions.of(file).withLimits(limits), time);
    }

    @Override
    public Optional<MutableClock> clock() {
        return Optional.of(time);
    }

    @Override
    public Optional<ChildTool> childTool() {
        return Optional.of(new ChildTool(Opener.class, List.of(file.toString())));
    }

    @Override
    public void close() {}

    /** Opens the file in another process. */
    static final class Opener implements ChildTool.Opener {

        @Override
        public McpStateTool open(List<String> arguments) {
            return new SqliteStateTool(SqliteOptions.of(Path.of(arguments.get(0))), InstantSource.system());
        }
    }
}
