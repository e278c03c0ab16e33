package io.caxton.spring.observability;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SetAside;
import io.caxton.spring.localstate.SqliteLocalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while the local state cannot be read or does not take writes. After a write has failed, each check tries a small
 * one itself, so that the node is up again as soon as the disk is, also when nobody sends because it is down. A damaged
 * database that was set aside is told as a detail: the node works, and a restart of the process forgets it.
 */
final class LocalStateHealthIndicator extends AbstractHealthIndicator {
    private static final long PROBE_TIMEOUT_MILLIS = 2_000;

    private final LocalState state;
    private final DataDirectory directory;
    private final CommitMonitor commits;

    LocalStateHealthIndicator(LocalState state, DataDirectory directory, CommitMonitor commits) {
        super("The local state cannot be read");
        this.state = state;
        this.directory = directory;
        this.commits = commits;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        state.read(tx -> tx.deliveries().counts());
        builder.up();
        probe().ifPresent(failure -> builder.down()
                .withDetail("reason", failure.reason().name().toLowerCase(Locale.ROOT))
                .withDetail("error", String.valueOf(failure.getMessage())));
        commits.lastCommit().ifPresent(at -> builder.withDetail("last_commit", at.toString()));
        if (state instanceof SqliteLocalState sqlite) {
            builder.withDetail("file", directory.database().toString());
            builder.withDetail("size_bytes", sizeOf(directory.database()));
            builder.withDetail("waiting_works", sqlite.waitingWorks());
            sqlite.setAside().ifPresent(aside -> builder.withDetail("set_aside", describe(aside)));
        }
    }

    /** Why writes fail now; empty if the last one did not, or one that is tried now does not. */
    private Optional<LocalStateException> probe() {
        Optional<LocalStateException> failure = commits.failure();
        if (failure.isEmpty()) {
            return failure;
        }
        try {
            // Skips one position, which nobody sees.
            state.write(tx -> tx.messages().nextPosition())
                    .orTimeout(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            return Optional.empty();
        } catch (CompletionException e) {
            return e.getCause() instanceof LocalStateException now ? Optional.of(now) : failure;
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private static String describe(SetAside aside) {
        return aside.path() + " at " + aside.at() + ": " + aside.reason();
    }
}
