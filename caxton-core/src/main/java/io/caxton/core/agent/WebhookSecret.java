package io.caxton.core.agent;

import io.caxton.core.validation.InvalidRequestException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A key shared with a receiver, written as the Standard Webhooks specification has it: {@code whsec_} and 24 to 64 bytes
 * in base64. Its text form never shows in a log.
 *
 * @param text with its prefix
 * @param validUntil when it stops to sign; the current secret has no end
 */
public record WebhookSecret(String text, Optional<Instant> validUntil) {
    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int NEW_BYTES = 32;

    /** Reads a secret that a client gave; the error does not repeat it. */
    public static WebhookSecret parse(String field, String text) {
        if (!text.startsWith(PREFIX)) {
            throw misshapen(field);
        }
        try {
            int length = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            if (length < MIN_BYTES || length > MAX_BYTES) {
                throw misshapen(field);
            }
        } catch (IllegalArgumentException e) {
            throw misshapen(field);
        }
        return new WebhookSecret(text, Optional.empty());
    }

    private static InvalidRequestException misshapen(String field) {
        return new InvalidRequestException(
                field, "must be " + PREFIX + " and then " + MIN_BYTES + " to " + MAX_BYTES + " bytes in base64");
    }

    /** A new one; {@code random} must be fit for keys. */
    public static WebhookSecret make(RandomGenerator random) {
        byte[] key = new byte[NEW_BYTES];
        random.nextBytes(key);
        return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(key), Optional.empty());
    }

    /** The bytes to sign with. */
    public byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    WebhookSecret until(Instant end) {
        return new WebhookSecret(text, Optional.of(end));
    }

    boolean signsAt(Instant now) {
        return validUntil.filter(end -> !end.isAfter(now)).isEmpty();
    }

    @Override
    public String toString() {
        return "WebhookSecret[]";
    }
}
