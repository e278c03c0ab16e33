package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.spring.localstate.index.UnfinishedDeliveries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What is kept of the file in memory: the unfinished deliveries, some conversations, and numbers that would otherwise be
 * counted. Made from the file at the start. The writer changes it as it goes, with a way back for each change, and
 * holds its lock until the change is durable; readers take the lock and so see what is durable only.
 */
final class Memory {
    private static final int CONVERSATIONS = 8_192;

    /** Positions are reserved in the file so many at a time. */
    private static final long RESERVE = 10_000;

    final UnfinishedDeliveries unfinished = new UnfinishedDeliveries();
    final KnownIds messageIds;
    final KnownIds conversationIds;
    final Map<String, ConversationRow> conversations = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ConversationRow> eldest) {
            return size() > CONVERSATIONS;
        }
    };

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Duration patience;
    private final List<Runnable> undo = new ArrayList<>();
    private long position;
    private long reserved;
    private long deadLetters;
    private long finishedBytes;
    private volatile Map<DeliveryState, Long> durableCounts = Map.of();
    private volatile long durableFinishedBytes;

    private Memory(Duration patience, String highestMessageId, String highestConversationId) {
        this.patience = patience;
        this.messageIds = new KnownIds(highestMessageId);
        this.conversationIds = new KnownIds(highestConversationId);
    }

    /**
     * Reads it from the file: after a clean stop in time for what is unfinished, else in time for everything that is kept.
     */
    static Memory load(Session session, Duration patience, Optional<CleanStop> stop) {
        session.start();
        try {
            Memory memory = new Memory(
                    patience,
                    session.text("SELECT max(message_id) FROM message WHERE message_id < ?", KnownIds.ABOVE),
                    session.text(
                            "SELECT max(conversation_id) FROM conversation WHERE conversation_id < ?", KnownIds.ABOVE));
            Interner interner = new Interner();
            long[] highest = {new MessageTable(session).highestPosition()};
            String unfinished = stop.isPresent() ? DeliveryTable.FIND_UNFINISHED : DeliveryTable.SCAN_UNFINISHED;
            session.each(unfinished, DeliveryTable::delivery, delivery -> {
                memory.unfinished.put(interner.intern(delivery));
                highest[0] = Math.max(highest[0], delivery.position());
            });
            stop.ifPresent(memory::requireAll);
            memory.position = highest[0];
            memory.reserved = highest[0];
            memory.deadLetters = new DeliveryTable(session).countDeadLetters();
            memory.finishedBytes =
                    stop.map(CleanStop::finishedBytes).orElseGet(() -> new FinishedTable(session).countedBytes());
            memory.publish();
            return memory;
        } finally {
            session.end();
        }
    }

    /** An index that has lost an entry does not say so. */
    private void requireAll(CleanStop stop) {
        long found = (long) unfinished.queued() + unfinished.leased() + unfinished.forwarded();
        if (found != stop.unfinished()) {
            throw new LocalStateException(
                    Reason.FAILED,
                    found + " unfinished deliveries were found, at the stop there were " + stop.unfinished());
        }
    }

    void lock() {
        if (!lock.isHeldByCurrentThread()) {
            lock.lock();
        }
    }

    void unlock() {
        if (lock.isHeldByCurrentThread()) {
            lock.unlock();
        }
    }

    /** Answers a reader from what is durable. */
    <T> T ask(Function<UnfinishedDeliveries, T> question) {
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new LocalStateException(Reason.OVERLOADED, "the mailboxes are being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStateException(Reason.FAILED, "interrupted while waiting for the mailboxes", e);
        }
        try {
            return question.apply(unfinished);
        } finally {
            lock.unlock();
        }
    }

    /** How many deliveries there are in each unfinished state and dead, as of the last commit. */
    Map<DeliveryState, Long> durableCounts() {
        return durableCounts;
    }

    /** How many deliveries have not ended, as of the last commit. */
    long durableUnfinished() {
        Map<DeliveryState, Long> counts = durableCounts;
        return counts.getOrDefault(DeliveryState.QUEUED, 0L)
                + counts.getOrDefault(DeliveryState.LEASED, 0L)
                + counts.getOrDefault(DeliveryState.FORWARDED, 0L);
    }

    long durableFinishedBytes() {
        return durableFinishedBytes;
    }

    Map<DeliveryState, Long> counts() {
        return Map.of(
                DeliveryState.QUEUED, (long) unfinished.queued(),
                DeliveryState.LEASED, (long) unfinished.leased(),
                DeliveryState.FORWARDED, (long) unfinished.forwarded(),
                DeliveryState.DEAD, deadLetters);
    }

    /** Lets readers know the numbers that are durable now. */
    void publish() {
        durableCounts = counts();
        durableFinishedBytes = finishedBytes;
    }

    /** Replaces a delivery, undoably. */
    void put(Optional<Delivery> before, Delivery after) {
        change(before, Optional.of(after));
        undo.add(() -> change(Optional.of(after), before));
    }

    /** Takes a delivery away, undoably. */
    void remove(Delivery delivery) {
        change(Optional.of(delivery), Optional.empty());
        undo.add(() -> change(Optional.empty(), Optional.of(delivery)));
    }

    private void change(Optional<Delivery> before, Optional<Delivery> after) {
        deadLetters += (after.filter(Memory::isDeadLetter).isPresent() ? 1 : 0)
                - (before.filter(Memory::isDeadLetter).isPresent() ? 1 : 0);
        after.ifPresentOrElse(
                unfinished::put, () -> before.ifPresent(gone -> unfinished.remove(gone.messageId(), gone.agentName())));
    }

    static boolean isDeadLetter(Delivery delivery) {
        return delivery.state() == DeliveryState.DEAD && !delivery.dismissed();
    }

    long nextPosition() {
        position++;
        undo.add(() -> position--);
        return position;
    }

    /** Whether positions were given that the file does not know of. */
    boolean mustReserve() {
        return position > reserved;
    }

    /** How far positions are now reserved in the file. */
    long reserve() {
        long before = reserved;
        reserved = position + RESERVE;
        undo.add(() -> reserved = before);
        return reserved;
    }

    long finishedBytes() {
        return finishedBytes;
    }

    void addFinishedBytes(long more) {
        finishedBytes += more;
        undo.add(() -> finishedBytes -= more);
    }

    int mark() {
        return undo.size();
    }

    /** Takes back what was changed since a mark. */
    void rollbackTo(int mark) {
        for (int i = undo.size() - 1; i >= mark; i--) {
            undo.remove(i).run();
        }
    }

    /** Puts what was changed after the second mark before what was changed between the two. */
    void moveBelow(int mark, int later) {
        List<Runnable> settled = new ArrayList<>(undo.subList(later, undo.size()));
        undo.subList(later, undo.size()).clear();
        undo.addAll(mark, settled);
    }

    /** Nothing before this can be taken back. */
    void forget() {
        undo.clear();
    }

    /** Deliveries from the file share the names and instances that they have in common. */
    private static final class Interner {
        private final Map<AgentName, AgentName> names = new LinkedHashMap<>();
        private final Map<Optional<String>, Optional<String>> instances = new LinkedHashMap<>();

        Delivery intern(Delivery d) {
            return new Delivery(
                    d.messageId(),
                    names.computeIfAbsent(d.agentName(), name -> name),
                    instances.computeIfAbsent(d.agentId(), id -> id),
                    d.conversationId(),
                    d.position(),
                    d.priority(),
                    d.state(),
                    d.head(),
                    d.attempt(),
                    d.maxAttempts(),
                    d.availableAt(),
                    d.leaseExpiresAt(),
                    d.expiresAt(),
                    d.reason(),
                    d.dismissed(),
                    d.origins(),
                    d.life());
        }
    }
}
