package io.caxton.state.sqlite;

import io.caxton.state.tck.MutableClock;
import io.caxton.state.tck.StateToolContract;
import io.caxton.state.tck.StateToolFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateToolContractTest extends StateToolContract {

    @TempDir
    Path directory;

    @Override
    protected StateToolFixture newFixture() {
        return new SqliteFixture(directory.resolve("state.db"), new MutableClock());
    }
}
