package io.caxton.state;

import java.util.Objects;
import java.util.Optional;

/** When a store may happen. The check and the store are one indivisible step. */
public sealed interface StoreCondition {

    /** Whatever is there. */
    record Always() implements StoreCondition {}

    /** Only if the key has no live entry (HTTP {@code If-None-Match: *}). */
    record IfAbsent() implements StoreCondition {}

    /**
     * Only if the key's live entry has this version (HTTP {@code If-Match}).
     *
     * @param version as reported by {@link StoreResult.Stored#version()} or {@link StateEntry#version()}
     */
    record IfVersion(String version) implements StoreCondition {
        public IfVersion {
            Objects.requireNonNull(version, "version");
        }
    }

    /**
     * Whether the condition holds.
     *
     * @param currentVersion the version of the live entry, empty if there is none
     */
    default boolean holdsFor(Optional<String> currentVersion) {
        if (this instanceof IfVersion expected) {
            return currentVersion.filter(expected.version()::equals).isPresent();
        }
        return this instanceof Always || currentVersion.isEmpty();
    }
}
