package io.caxton.state;

import io.caxton.state.StateToolException.Reason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds requests against a tool's limits and features. */
final class RequestCheck {

    private final String backend;
    private final StateToolFeatures features;
    private final StateToolLimits limits;

    RequestCheck(String backend, StateToolFeatures features, StateToolLimits limits) {
        this.backend = backend;
        this.features = features;
        this.limits = limits;
    }

    void key(Operation operation, String key) {
        if (key.isEmpty()) {
            throw refused(operation, key, Reason.INVALID_KEY, "the empty key");
        }
        prefix(operation, key);
    }

    void prefix(Operation operation, String prefix) {
        int bytes = StateKeys.utf8Length(prefix);
        if (bytes == StateKeys.NOT_UNICODE) {
            throw refused(operation, prefix, Reason.INVALID_KEY, "a lone surrogate is not Unicode text");
        }
        if (bytes > limits.maxKeyBytes()) {
            throw refused(
                    operation,
                    prefix,
                    Reason.KEY_TOO_LONG,
                    bytes + " bytes in UTF-8, the limit is " + limits.maxKeyBytes());
        }
    }

    void condition(Operation operation, StoreRequest request) {
        if (request.condition() instanceof StoreCondition.IfAbsent) {
            require(Feature.CREATE_IF_ABSENT, operation, request.key());
        } else if (request.condition() instanceof StoreCondition.IfVersion expected) {
            require(Feature.COMPARE_AND_SET, operation, request.key());
            version(operation, request.key(), expected.version());
        }
    }

    void conditionalDelete(String key, String version) {
        require(Feature.CONDITIONAL_DELETE, Operation.DELETE, key);
        version(Operation.DELETE, key, version);
    }

    /** The time to live in whole milliseconds, rounded up. */
    Optional<Duration> ttl(Operation operation, StoreRequest request) {
        if (request.ttl().isEmpty()) {
            return Optional.empty();
        }
        require(Feature.TTL, operation, request.key());
        Duration ttl = request.ttl().get();
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(limits.maxTtl()) > 0) {
            throw refused(
                    operation,
                    request.key(),
                    Reason.INVALID_REQUEST,
                    "the time to live " + ttl + " is not above zero and up to " + limits.maxTtl());
        }
        return Optional.of(Duration.ofMillis(ttl.plusNanos(999_999).toMillis()));
    }

    /** The key to list after, from the cursor. */
    Optional<String> list(ListRequest request) {
        prefix(Operation.LIST, request.prefix());
        if (request.limit() < 1 || request.limit() > limits.maxPageKeys()) {
            throw refused(
                    Operation.LIST,
                    request.prefix(),
                    Reason.INVALID_REQUEST,
                    "the limit " + request.limit() + " is not within 1 and " + limits.maxPageKeys());
        }
        if (request.cursor().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> after =
                StateCursor.decode(request.prefix(), request.cursor().get());
        if (after.isEmpty()) {
            throw refused(
                    Operation.LIST,
                    request.prefix(),
                    Reason.INVALID_CURSOR,
                    "the cursor was not given for this prefix; begin without one");
        }
        return after;
    }

    void batchSize(Operation operation, int items) {
        if (items > limits.maxBatchItems()) {
            throw refused(
                    operation, null, Reason.BATCH_TOO_LARGE, items + " items, the limit is " + limits.maxBatchItems());
        }
    }

    void batch(List<Write> writes) {
        Set<String> keys = new HashSet<>();
        long bytes = 0;
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw refused(
                        Operation.STORE_ALL, write.key(), Reason.INVALID_REQUEST, "the key is in the batch twice");
            }
            bytes += StateKeys.utf8Length(write.json());
        }
        if (bytes > limits.maxBatchBytes()) {
            throw refused(
                    Operation.STORE_ALL,
                    null,
                    Reason.BATCH_TOO_LARGE,
                    bytes + " bytes of values, the limit is " + limits.maxBatchBytes());
        }
    }

    private void version(Operation operation, String key, String version) {
        if (!StateKeys.isVersion(version)) {
            throw refused(operation, key, Reason.INVALID_REQUEST, "the expected version has not the shape of one");
        }
    }

    private void require(Feature feature, Operation operation, String key) {
        if (!features.has(feature)) {
            throw refused(operation, key, Reason.UNSUPPORTED, "this backend lacks " + feature);
        }
    }

    private StateToolException refused(Operation operation, @Nullable String key, Reason reason, String detail) {
        return new StateToolException(operation, key, backend, reason, detail, null);
    }
}
