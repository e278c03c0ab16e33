package io.caxton.spring.observability;

import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.localstate.CommitListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** Measures group commit. Batches that changed nothing are left out: nothing was committed. */
final class CommitMeters implements CommitListener {
    private final Timer commits;
    private final DistributionSummary batchSize;
    private final Counter failures;

    CommitMeters(MeterRegistry meters) {
        commits = Timer.builder("caxton.commit")
                .description("Flushing one batch of writes to disk")
                .register(meters);
        batchSize = DistributionSummary.builder("caxton.commit.batch.size")
                .description("Writes that were committed together")
                .baseUnit("writes")
                .register(meters);
        failures = Counter.builder("caxton.commit.failures")
                .description("Batches that were rolled back because the disk did not take them")
                .register(meters);
    }

    @Override
    public void onBatch(int works, Duration took, Optional<LocalStateException> failure) {
        if (failure.isPresent()) {
            failures.increment();
        } else if (!took.isZero()) {
            commits.record(took);
            batchSize.record(works);
        }
    }
}
