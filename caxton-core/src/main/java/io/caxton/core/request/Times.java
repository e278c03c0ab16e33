package io.caxton.core.request;

import io.caxton.core.validation.InvalidRequestException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations in text. */
public final class Times {
    private static final int MAX_LENGTH = 64;
    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}[Tt]([01]\\d|2[0-3]):\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private Times() {}

    /**
     * An ISO 8601 duration within bounds.
     *
     * @throws InvalidRequestException that names {@code field}
     */
    public static Duration duration(String field, String text, Duration min, Duration max) {
        Duration duration = text.length() > MAX_LENGTH ? null : parseOrNull(text);
        if (duration == null) {
            throw new InvalidRequestException(field, "must be an ISO 8601 duration such as PT30S");
        }
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new InvalidRequestException(field, "must be from " + min + " to " + max);
        }
        return duration;
    }

    private static @Nullable Duration parseOrNull(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException notADuration) {
            return null;
        }
    }

    /**
     * A time with date, time of day and offset (RFC 3339, section 5.6).
     *
     * @throws InvalidRequestException that names {@code field}
     */
    public static Instant instant(String field, String text) {
        try {
            if (RFC_3339.matcher(text).matches()) {
                return Instant.parse(text);
            }
        } catch (DateTimeException noSuchTime) {
            // Answered below, like any other text that is not a time.
        }
        throw new InvalidRequestException(field, "must be an RFC 3339 time such as 2026-01-01T00:00:00Z");
    }
}
