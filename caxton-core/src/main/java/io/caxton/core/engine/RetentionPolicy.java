package io.caxton.core.engine;

import java.time.Duration;

/**
 * How long finished things are kept. Whatever limit is reached first prunes the oldest.
 *
 * @param finishedMessages age at which finished messages go
 * @param deadLetters age at which dead letters go
 * @param maxFinishedBytes what finished messages may take before the oldest go early; dead letters are spared
 * @param idempotencyKeys how long a repeated request is recognised by its key
 * @param lostAgents how long an instance that is lost stays listed and its mailbox stays its own
 */
public record RetentionPolicy(
        Duration finishedMessages,
        Duration deadLetters,
        long maxFinishedBytes,
        Duration idempotencyKeys,
        Duration lostAgents) {
    public static final RetentionPolicy DEFAULT = new RetentionPolicy(
            Duration.ofDays(7), Duration.ofDays(30), 1L << 30, Duration.ofHours(24), Duration.ofHours(24));
}
