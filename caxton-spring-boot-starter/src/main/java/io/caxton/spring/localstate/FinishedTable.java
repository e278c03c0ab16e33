package io.caxton.spring.localstate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements on messages that have ended, by which retention finds them. */
final class FinishedTable {
    /** A message that has ended, and about how many bytes it takes on disk. */
    record Finished(String messageId, long position, long sizeBytes, boolean deadLetter) {
        /** What it counts against the limit on finished messages; dead letters do not. */
        long counted() {
            return deadLetter ? 0 : sizeBytes;
        }
    }

    /**
     * What a message takes on disk: its row and what each delivery adds in rows, receipts and entries of indexes, with
     * the share of pages that stays empty. As measured, see docs/performance.md.
     */
    private static final String SIZE = "300 + octet_length(m.json) + octet_length(m.history)"
            + " + 4 * octet_length(m.message_id) + 3 * octet_length(m.conversation_id)"
            + " + 350 * (SELECT count(*) FROM delivery d WHERE d.message_id = ?1)";

    private static final String INSERT = "INSERT INTO finished (position, finished_at, size_bytes, dead_letter)"
            + " SELECT m.position, ?2, " + SIZE + ", EXISTS (SELECT 1 FROM delivery d"
            + " WHERE d.message_id = ?1 AND d.state = 'DEAD' AND d.dismissed = 0)"
            + " FROM message m WHERE m.message_id = ?1";

    private final Session session;

    FinishedTable(Session session) {
        this.session = session;
    }

    Optional<Finished> find(String messageId) {
        return session.first(
                "SELECT m.message_id, f.position, f.size_bytes, f.dead_letter FROM message m"
                        + " JOIN finished f ON f.position = m.position WHERE m.message_id = ?",
                row -> new Finished(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)),
                messageId);
    }

    /**
     * Notes the end of a message, if it is known and had none before; whether it has a dead letter is read from its
     * deliveries. What was noted.
     */
    Optional<Finished> add(String messageId, Instant at) {
        return session.change(
                INSERT + " ON CONFLICT (position) DO NOTHING RETURNING position, size_bytes, dead_letter",
                row -> new Finished(messageId, row.getLong(1), row.getLong(2), row.getBoolean(3)),
                messageId,
                at);
    }

    /** The same for one that had an end before. */
    void save(String messageId, Instant at) {
        session.update(
                INSERT + " ON CONFLICT (position) DO UPDATE SET finished_at = excluded.finished_at,"
                        + " dead_letter = excluded.dead_letter",
                messageId,
                at);
    }

    void delete(Finished finished) {
        session.update("DELETE FROM finished WHERE position = ?", finished.position());
    }

    /** A delivery of the message has become a dead letter, or is one no more. */
    void countDeadLetters(Finished finished) {
        session.update(
                "UPDATE finished SET dead_letter = EXISTS (SELECT 1 FROM delivery d"
                        + " WHERE d.message_id = ?1 AND d.state = 'DEAD' AND d.dismissed = 0) WHERE position = ?2",
                finished.messageId(),
                finished.position());
    }

    /** Oldest first: those without a dead letter that ended before one instant, those with one before the other. */
    List<Finished> endedBefore(Instant before, Instant deadLettersBefore, int limit) {
        return session.list(
                "SELECT m.message_id, f.position, f.size_bytes, f.dead_letter FROM (SELECT finished_at, position,"
                        + " size_bytes, dead_letter FROM finished WHERE dead_letter = 0 AND finished_at < ?"
                        + " UNION ALL SELECT finished_at, position, size_bytes, dead_letter FROM finished"
                        + " WHERE dead_letter = 1 AND finished_at < ? ORDER BY finished_at, position LIMIT ?) f"
                        + " CROSS JOIN message m ON m.position = f.position",
                row -> new Finished(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4)),
                before,
                deadLettersBefore,
                limit);
    }

    /** Reads all of them: asked at a start that was not preceded by a clean stop. */
    long countedBytes() {
        return session.number("SELECT sum(size_bytes) FROM finished WHERE dead_letter = 0");
    }
}
