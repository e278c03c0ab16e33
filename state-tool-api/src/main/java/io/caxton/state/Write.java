package io.caxton.state;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A checked store, as {@link AbstractStateTool} hands it to a backend.
 *
 * @param json compact JSON within the limits; its text form leaves it out
 * @param ttl whole milliseconds, at least one
 * @param version the version to give the entry if it is stored: new and never used before
 */
public record Write(String key, String json, StoreCondition condition, Optional<Duration> ttl, String version) {

    public Write {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(ttl, "ttl");
        Objects.requireNonNull(version, "version");
    }

    @Override
    public String toString() {
        return "Write[key=" + key + ", condition=" + condition + ", ttl=" + ttl + ", version=" + version + "]";
    }
}
