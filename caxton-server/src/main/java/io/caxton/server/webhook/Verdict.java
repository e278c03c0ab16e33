package io.caxton.server.webhook;

import io.caxton.server.webhook.PostResult.Answered;
import io.caxton.server.webhook.PostResult.Failed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;

/** What a post means for its message. */
sealed interface Verdict {
    /** The receiver has it. */
    record Handled() implements Verdict {}

    /** The receiver will never take this message. */
    record Refused(String reason) implements Verdict {}

    /**
     * To be tried again.
     *
     * @param delay without one, the policy's backoff; with one, nothing else goes to the receiver either until then
     * @param outOfOrder whether it speaks against the receiver as such: enough of these in a row make it lost
     */
    record Again(String reason, Optional<Duration> delay, boolean outOfOrder) implements Verdict {}

    /** Statuses that speak of the message; all others that are not 2xx speak of the receiver or the way to it. */
    Set<Integer> ABOUT_THE_MESSAGE = Set.of(400, 409, 410, 413, 415, 422);

    /** Statuses by which a receiver that is in order asks for patience. */
    Set<Integer> LATER = Set.of(425, 429);

    /**
     * Judges an answer, or that there was none.
     *
     * @param longestDelay bounds what a receiver may ask for
     */
    static Verdict of(PostResult result, Instant now, Duration longestDelay) {
        if (result instanceof Failed failed) {
            return new Again(failed.reason(), Optional.empty(), true);
        }
        Answered answered = (Answered) result;
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return new Handled();
        }
        String reason = "the receiver answered " + status;
        if (ABOUT_THE_MESSAGE.contains(status)) {
            return new Refused(reason);
        }
        if (status >= 300 && status < 400) {
            return new Again(reason + "; redirects are not followed", Optional.empty(), true);
        }
        Optional<Duration> delay = answered.retryAfter()
                .flatMap(text -> retryAfter(text, now))
                .map(asked -> {
                    Duration positive = asked.isNegative() ? Duration.ZERO : asked;
                    return positive.compareTo(longestDelay) > 0 ? longestDelay : positive;
                });
        return new Again(reason, delay, !LATER.contains(status));
    }

    /** Seconds or an HTTP date (RFC 9110, section 10.2.3); anything else counts as absent. */
    private static Optional<Duration> retryAfter(String text, Instant now) {
        String value = text.strip();
        try {
            return Optional.of(
                    value.matches("[0-9]{1,9}")
                            ? Duration.ofSeconds(Long.parseLong(value))
                            : Duration.between(
                                    now,
                                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
