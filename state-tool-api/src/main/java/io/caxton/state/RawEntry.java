package io.caxton.state;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry as a backend keeps it.
 *
 * @param json the text of {@link Write#json()}; the record's own text form leaves it out
 * @param expiresAt from this instant on the entry is absent
 */
public record RawEntry(String json, String version, Optional<Instant> expiresAt) {

    public RawEntry {
        Objects.requireNonNull(json, "json");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Whether the entry is still there for a reader at this instant. */
    public boolean isLiveAt(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }

    @Override
    public String toString() {
        return "RawEntry[version=" + version + ", expiresAt=" + expiresAt + "]";
    }
}
