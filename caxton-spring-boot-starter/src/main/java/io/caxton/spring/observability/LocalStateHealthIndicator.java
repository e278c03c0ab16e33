package io.caxton.spring.observability;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.spring.localstate.SetAside;
import io.caxton.spring.localstate.SqliteLocalState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down while the local state cannot be read or does not take writes. A second after a write has failed, each check tries a small
 * one itself, so that the node is up again as soon as the disk is, also when nobody sends because it is down. A damaged
 * database that was set aside is told as a detail: the node works, and a restart of the process forgets it.
 */
final class LocalStateHealthIndicator extends AbstractHealthIndicator {
    private static final Duration PROBE_AFTER = Duration.ofSeconds(1);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    private final LocalState state;
    private final DataDirectory directory;
    private final CommitMonitor commits;
    private final NodeClock clock;

    LocalStateHealthIndicator(LocalState state, DataDirectory directory, CommitMonitor commits, NodeClock clock) {
        super("The local state cannot be read");
        this.state = state;
        this.directory = directory;
        this.commits = commits;
        this.clock = clock;
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
            builder.withDetail("size_bytes", sizeOnDisk(directory.database()));
            builder.withDetail("waiting_works", sqlite.waitingWorks());
            sqlite.setAside().ifPresent(aside -> builder.withDetail("set_aside", describe(aside)));
        }
    }

    /** Why writes fail now; empty if the last one did not, or one that is tried now does not. */
    private Optional<LocalStateException> probe() {
        Optional<CommitMonitor.Failure> failure = commits.failure();
        if (failure.isEmpty() || failure.get().at().plus(PROBE_AFTER).isAfter(clock.now())) {
            return failure.map(CommitMonitor.Failure::reason);
        }
        try {
            // Skips one position, which nobody sees.
            state.write(tx -> tx.messages().nextPosition())
                    .orTimeout(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(
                    e.getCause() instanceof LocalStateException now
                            ? now
                            : failure.get().reason());
        }
    }

    /** The database with its write-ahead log, which holds what was not folded into it yet. */
    private static long sizeOnDisk(Path database) {
        return sizeOf(database) + sizeOf(database.resolveSibling(database.getFileName() + "-wal"));
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String describe(SetAside aside) {
        return aside.path() + " at " + aside.at() + ": " + aside.reason();
    }
}
