package io.caxton.spring.localstate;

import io.caxton.core.delivery.Receipt;
import io.caxton.spring.localstate.FinishedTable.Finished;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what the works of a batch change and writes each thing once, right before the commit. A work that fails leaves
 * nothing to write. A work that has to write or ask the file itself, as prunes do, first has everything before it
 * written, and is from then on under a savepoint of its own.
 */
final class UnitOfWork {
    private final Session session;
    final Memory memory;
    final MessageTable messages;
    final FinishedTable finished;
    final DeliveryTable deliveries;
    final ConversationTable conversations;
    final ReportTable reports;
    final CopyTable copies;

    /**
     * What the works before have changed, and what the running one has. They are replaced, not emptied: a map that once
     * was large costs its size whenever it is emptied.
     */
    Changes earlier = new Changes();

    Changes current = new Changes();

    private List<ConversationRow> written = List.of();
    private boolean begun;
    private boolean savepoint;
    private boolean damaged;
    private int mark;
    private long changesBefore;
    private long bytes;

    UnitOfWork(Session session, Memory memory) {
        this.session = session;
        this.memory = memory;
        this.messages = new MessageTable(session);
        this.finished = new FinishedTable(session);
        this.deliveries = new DeliveryTable(session);
        this.conversations = new ConversationTable(session);
        this.reports = new ReportTable(session);
        this.copies = new CopyTable(session);
    }

    /** Begins a batch. */
    void start() {
        bytes = 0;
        damaged = false;
        session.resetChanges(0);
        memory.lock();
    }

    void startWork() {
        session.start();
        mark = memory.mark();
    }

    /** How many bytes of messages the batch holds. */
    long bytes() {
        return bytes;
    }

    void addBytes(long more) {
        bytes += more;
    }

    boolean hasChanges() {
        return session.changes() > 0 || !earlier.isEmpty() || !current.isEmpty();
    }

    /** To be called before the file is asked, so that a batch reads from one snapshot. */
    void begin() {
        if (!begun) {
            session.run("BEGIN IMMEDIATE");
            begun = true;
        }
    }

    /** Writes what was changed so far; what follows is under a savepoint of the running work. */
    void settle() {
        begin();
        if (!earlier.isEmpty()) {
            int later = memory.mark();
            damaged = true;
            flush(earlier);
            earlier = new Changes();
            damaged = false;
            memory.moveBelow(mark, later);
            mark += memory.mark() - later;
        }
        if (!savepoint) {
            session.run("SAVEPOINT work");
            savepoint = true;
            changesBefore = session.changes();
        }
        flush(current);
        current = new Changes();
    }

    void workDone() throws SQLException {
        session.failure().ifPresent(swallowed -> {
            throw swallowed;
        });
        if (savepoint) {
            session.control("RELEASE work");
            savepoint = false;
        }
        if (earlier.isEmpty()) {
            earlier = current;
        } else {
            current.addTo(earlier);
        }
        current = new Changes();
    }

    /** Takes back what the running work has changed. Returns whether the batch can go on. */
    boolean workFailed() {
        boolean statementFailed = session.failure().isPresent();
        session.end();
        current = new Changes();
        memory.rollbackTo(mark);
        if (damaged || (statementFailed && session.changes() > 0 && !savepoint)) {
            return false;
        }
        try {
            if (savepoint) {
                memory.conversations.clear();
                session.control("ROLLBACK TO work");
                session.control("RELEASE work");
                savepoint = false;
                session.resetChanges(changesBefore);
            } else if (statementFailed && begun) {
                begun = false;
                session.control("ROLLBACK");
            }
            return true;
        } catch (SQLException e) {
            // SQLite has given up the transaction by itself. Without anything written in it, nothing is lost.
            return session.changes() == 0 && !savepoint;
        }
    }

    /** Makes everything durable; {@link #committed} is to follow. */
    void commit() throws SQLException {
        session.start();
        try {
            if (hasChanges()) {
                begin();
                written = List.copyOf(earlier.conversations.values());
                flush(earlier);
                earlier = new Changes();
                session.control("COMMIT");
                begun = false;
            } else if (begun) {
                begun = false;
                session.control("ROLLBACK");
            }
        } finally {
            session.end();
        }
    }

    /** Lets memory follow what is durable now. */
    void committed() {
        memory.forget();
        written.forEach(row -> memory.conversations.put(row.id(), row));
        written = List.of();
        memory.publish();
    }

    /** Takes back everything since {@link #start}, in memory and in the file. */
    void rollback() throws SQLException {
        session.end();
        earlier = new Changes();
        current = new Changes();
        memory.rollbackTo(0);
        memory.conversations.clear();
        written = List.of();
        savepoint = false;
        if (begun) {
            begun = false;
            session.control("ROLLBACK");
        }
    }

    /** Lets readers at the mailboxes again. */
    void end() {
        memory.unlock();
    }

    private void flush(Changes changes) {
        changes.messages.values().forEach(added -> messages.insert(added, receiptsOf(changes, added.id())));
        changes.deliveries.values().forEach(each -> each.values().forEach(deliveries::save));
        changes.conversations.values().forEach(row -> {
            memory.conversations.remove(row.id());
            conversations.save(row);
        });
        changes.receipts.forEach((id, receipts) -> {
            if (!changes.messages.containsKey(id)) {
                messages.insertReceipts(id, receipts);
            }
        });
        changes.keys.forEach(
                (key, value) -> messages.saveIdempotencyKey(key.sender(), key.name(), value.messageId(), value.at()));
        changes.reports.forEach(change -> change.accept(reports));
        changes.finished.forEach(this::finish);
        changes.deadLetters.stream()
                .filter(id -> !changes.finished.containsKey(id))
                .forEach(this::countDeadLetters);
        if (changes.position || memory.mustReserve()) {
            messages.saveHighestPosition(memory.reserve());
        }
    }

    private static List<Receipt> receiptsOf(Changes changes, String messageId) {
        return changes.receipts.getOrDefault(messageId, List.of());
    }

    private void finish(String messageId, Optional<Instant> at) {
        Optional<Finished> added = at.flatMap(instant -> finished.add(messageId, instant));
        if (added.isPresent()) {
            memory.addFinishedBytes(added.get().counted());
            return;
        }
        long before = counted(messageId);
        at.ifPresentOrElse(
                instant -> finished.save(messageId, instant),
                () -> finished.find(messageId).ifPresent(finished::delete));
        memory.addFinishedBytes(counted(messageId) - before);
    }

    private void countDeadLetters(String messageId) {
        finished.find(messageId).ifPresent(known -> {
            finished.countDeadLetters(known);
            memory.addFinishedBytes(counted(messageId) - known.counted());
        });
    }

    private long counted(String messageId) {
        return finished.find(messageId).map(Finished::counted).orElse(0L);
    }
}
