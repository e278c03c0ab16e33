package io.caxton.spring.localstate;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLocalStateTest extends LocalStateContract {
    @TempDir
    private Path directory;

    @Override
    protected LocalState create() {
        return SqliteLocalState.open(
                directory.resolve("caxton.db"), SqliteLocalStateSettings.DEFAULT, CommitListener.NONE);
    }
}
