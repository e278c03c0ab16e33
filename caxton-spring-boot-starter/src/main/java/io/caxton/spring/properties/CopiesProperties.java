package io.caxton.spring.properties;

import io.caxton.core.copies.CopyLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * On how many disks a message is before it is accepted, and what a node keeps for others.
 *
 * @param copies On how many nodes an accepted message is stored, 1 or 2; 2 needs a cluster.
 * @param copyTimeout How long a node may take to store a copy before another one is asked.
 * @param copiesMissing What a sender is told if no other node has stored a copy: refuse or accept.
 * @param maxCopies Copies that this node keeps for all others.
 * @param maxCopiesOfOne Copies that this node keeps for one other.
 * @param maxCopyBytes Bytes of the copies that this node keeps for all others.
 * @param maxCopyBytesOfOne Bytes of the copies that this node keeps for one other.
 */
@Validated
@ConfigurationProperties("caxton.delivery")
public record CopiesProperties(
        @Min(1) @Max(2) @DefaultValue("1") int copies,

        @DurationMin(millis = 10) @DurationMax(minutes = 1) @DefaultValue("2s")
        Duration copyTimeout,

        @DefaultValue("refuse") CopiesMissing copiesMissing,
        @Min(1) @DefaultValue("200000") long maxCopies,
        @Min(1) @DefaultValue("100000") long maxCopiesOfOne,

        @DataSizeRange(min = "1KB", max = "1TB") @DefaultValue("512MB")
        DataSize maxCopyBytes,

        @DataSizeRange(min = "1KB", max = "1TB") @DefaultValue("256MB")
        DataSize maxCopyBytesOfOne) {
    /** What is kept for others at most. */
    public CopyLimits toLimits() {
        return new CopyLimits(maxCopiesOfOne, maxCopyBytesOfOne.toBytes(), maxCopies, maxCopyBytes.toBytes());
    }
}
