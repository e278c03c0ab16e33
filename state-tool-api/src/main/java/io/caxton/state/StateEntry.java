package io.caxton.state;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A live entry. Its text form leaves the value out.
 *
 * @param value a copy of what was stored
 * @param version opaque, 1 to {@value StateKeys#MAX_VERSION_LENGTH} printable ASCII characters that fit in an ETag
 * @param expiresAt from this instant on the entry is absent; empty if it lives for ever
 */
public record StateEntry(String key, JsonNode value, String version, Optional<Instant> expiresAt) {

    public StateEntry {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    @Override
    public String toString() {
        return "StateEntry[key=" + key + ", version=" + version + ", expiresAt=" + expiresAt + "]";
    }
}
