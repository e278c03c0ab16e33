package io.caxton.spring.properties;

import io.caxton.spring.localstate.SqliteLocalStateSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of the node's own bookkeeping.
 *
 * @param maxWaitingWorks How many writes may wait for the writer; one more is refused as overloaded.
 * @param maxBatchWorks How many writes are committed together at most.
 * @param readers How many reads may run at once.
 * @param busyTimeout How long a lock that another connection holds is waited for.
 * @param closeTimeout How long stopping waits for writes that were taken before.
 * @param fullCheckSize Database files up to this size get the full integrity check on start, larger ones the quick one.
 * @param synchronous When SQLite flushes. OFF is for tests: it gives up durability when the machine crashes.
 */
@Validated
@ConfigurationProperties("caxton.local-state")
public record LocalStateProperties(
        @Min(1) @DefaultValue("10000") int maxWaitingWorks,
        @Min(1) @DefaultValue("512") int maxBatchWorks,
        @Min(1) @Max(256) @DefaultValue("4") int readers,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration busyTimeout,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration closeTimeout,

        @DataSizeRange(min = "0B", max = "1024TB") @DefaultValue("64MB")
        DataSize fullCheckSize,

        @DefaultValue("full") SqliteLocalStateSettings.Synchronous synchronous) {

    /** The same for the local state. */
    public SqliteLocalStateSettings toSettings() {
        return new SqliteLocalStateSettings(
                maxWaitingWorks,
                maxBatchWorks,
                readers,
                busyTimeout,
                closeTimeout,
                fullCheckSize.toBytes(),
                synchronous);
    }
}
