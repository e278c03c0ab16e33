package io.caxton.state;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A state tool could not do what it was asked. The message names operation, key, backend and reason; a stored value is
 * never part of it, nor of its causes.
 */
public final class StateToolException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN_KEY_CHARACTERS = 80;

    private final Operation operation;
    private final @Nullable String key;
    private final String backend;
    private final Reason reason;
    private final String detail;

    /** Why, in a form that programs can decide on. */
    public enum Reason {
        /** The key or prefix is empty where it may not be, or not valid Unicode. */
        INVALID_KEY,
        /** The key or prefix has more UTF-8 bytes than {@link StateToolLimits#maxKeyBytes()}. */
        KEY_TOO_LONG,
        /** The value is not JSON: NaN, binary, a Java object, a lone surrogate, a number of over 1,000 digits. */
        INVALID_VALUE,
        /** The value has more bytes than {@link StateToolLimits#maxValueBytes()}. */
        VALUE_TOO_LARGE,
        /** The value nests deeper than {@link StateToolLimits#maxValueDepth()}. */
        VALUE_TOO_DEEP,
        /** A limit, time to live, version, namespace or batch makes no sense. */
        INVALID_REQUEST,
        /** The cursor was not given by this tool for this prefix. */
        INVALID_CURSOR,
        /** The batch has more items or bytes than the limits allow. */
        BATCH_TOO_LARGE,
        /** There are more keys than {@link StateToolLimits#maxListedKeys()}. */
        TOO_MANY_KEYS,
        /** The backend lacks the {@link Feature}. */
        UNSUPPORTED,
        /** The tool was closed. */
        CLOSED,
        /** The store cannot be reached or answers with a failure; trying again later may help. */
        UNAVAILABLE,
        /** The store did not answer in time; a write may have happened. */
        TIMEOUT,
        /** The store refuses these credentials or file permissions. */
        ACCESS_DENIED,
        /** The store has no room; nothing was written. */
        STORAGE_FULL,
        /** What the store holds cannot be read. */
        CORRUPT,
        /** The store belongs to another application or a newer version of Caxton. */
        INCOMPATIBLE;

        /** Whether the same call may succeed later with nothing changed by the caller or an operator. */
        public boolean isTransient() {
            return this == UNAVAILABLE || this == TIMEOUT;
        }
    }

    /**
     * Describes a failure.
     *
     * @param key the key or prefix concerned, null if none is
     * @param detail a sentence for a person, free of values
     * @param cause what the store's client threw, null if nothing; must not quote a stored value
     */
    public StateToolException(
            Operation operation,
            @Nullable String key,
            String backend,
            Reason reason,
            String detail,
            @Nullable Throwable cause) {
        super(message(operation, key, backend, reason, detail), cause);
        this.operation = operation;
        this.key = key;
        this.backend = backend;
        this.reason = reason;
        this.detail = detail;
    }

    public Operation operation() {
        return operation;
    }

    /** The key or prefix concerned, complete; the message shows its beginning with control characters escaped. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    public String backend() {
        return backend;
    }

    public Reason reason() {
        return reason;
    }

    /** The part of the message that says what happened, without operation, key and backend. */
    public String detail() {
        return detail;
    }

    private static String message(
            Operation operation, @Nullable String key, String backend, Reason reason, String detail) {
        String subject = key == null ? "" : " of " + shown(key);
        return operation + subject + " failed on " + backend + ": " + reason + ": " + detail;
    }

    private static String shown(String key) {
        StringBuilder text = new StringBuilder("'");
        int end = Math.min(key.length(), SHOWN_KEY_CHARACTERS);
        for (int i = 0; i < end; i++) {
            char c = key.charAt(i);
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == '\u2028'
                    || c == '\u2029') {
                text.append(String.format("\\u%04x", (int) c));
            } else if (Character.isSurrogate(c) && !completesPair(key, i)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append(end < key.length() ? "…'" : "'").toString();
    }

    private static boolean completesPair(String key, int at) {
        if (Character.isHighSurrogate(key.charAt(at))) {
            return at + 1 < Math.min(key.length(), SHOWN_KEY_CHARACTERS)
                    && Character.isLowSurrogate(key.charAt(at + 1));
        }
        return at > 0 && Character.isHighSurrogate(key.charAt(at - 1));
    }
}
