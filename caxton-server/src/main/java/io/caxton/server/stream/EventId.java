package io.caxton.server.stream;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.message.Priority;
import io.caxton.core.message.WireNames;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.spring.gateway.MailboxGateway.Held;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of an event in the order in which an instance was handed its messages. It is made of what the node has stored
 * about the hand-out, so that it means the same after a restart.
 */
record EventId(Instant handedOutAt, Priority priority, long position) implements Comparable<EventId> {
    static final String HEADER = "Last-Event-ID";

    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\.(\\d{9})-([a-z]{1,8})-(\\d{1,18})");
    private static final Comparator<EventId> ORDER = Comparator.comparing(EventId::handedOutAt)
            .thenComparing(EventId::priority, Comparator.reverseOrder())
            .thenComparing(EventId::position);

    static EventId of(Held held) {
        Delivery delivery = held.leased().delivery();
        return new EventId(held.handedOutAt(), delivery.priority(), delivery.position());
    }

    /** Before everything that is handed out from {@code now} on. */
    static EventId before(Instant now) {
        return new EventId(now, Priority.CRITICAL, 0);
    }

    /** Throws {@link InvalidRequestException} if the node did not write it. */
    static EventId parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw notOurs();
        }
        Priority priority = WireNames.parse(Priority.class, parts.group(3)).orElseThrow(EventId::notOurs);
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
            return new EventId(at, priority, Long.parseLong(parts.group(4)));
        } catch (DateTimeException tooLate) {
            throw notOurs();
        }
    }

    private static InvalidRequestException notOurs() {
        return new InvalidRequestException(HEADER, "is not an id that this stream gave");
    }

    @Override
    public int compareTo(EventId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return String.format(
                "%d.%09d-%s-%d", handedOutAt.getEpochSecond(), handedOutAt.getNano(), WireNames.of(priority), position);
    }
}
