package io.caxton.state;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A value to store: {@code StoreRequest.of(key, value).ifVersion(v).expiringAfter(ttl)}. Its text form leaves the value
 * out.
 *
 * @param condition when the store may happen
 * @param ttl how long the entry lives, rounded up to whole milliseconds; empty for ever
 */
public record StoreRequest(String key, JsonNode value, StoreCondition condition, Optional<Duration> ttl) {

    public StoreRequest {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(ttl, "ttl");
    }

    /** Stores whatever was there before, to live for ever. */
    public static StoreRequest of(String key, JsonNode value) {
        return new StoreRequest(key, value, new StoreCondition.Always(), Optional.empty());
    }

    public StoreRequest ifAbsent() {
        return new StoreRequest(key, value, new StoreCondition.IfAbsent(), ttl);
    }

    public StoreRequest ifVersion(String version) {
        return new StoreRequest(key, value, new StoreCondition.IfVersion(version), ttl);
    }

    public StoreRequest expiringAfter(Duration timeToLive) {
        return new StoreRequest(key, value, condition, Optional.of(timeToLive));
    }

    StoreRequest withKey(String otherKey) {
        return new StoreRequest(otherKey, value, condition, ttl);
    }

    @Override
    public String toString() {
        return "StoreRequest[key=" + key + ", condition=" + condition + ", ttl=" + ttl + "]";
    }
}
