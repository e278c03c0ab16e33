package io.caxton.state;

import java.util.Objects;
import java.util.Optional;

/** How a store ended. */
public sealed interface StoreResult {

    /**
     * The value is stored.
     *
     * @param version the entry's new version
     * @param created true if the key had no live entry before; exact where nobody else writes the key meanwhile, and
     *     always under a condition
     */
    record Stored(String version, boolean created) implements StoreResult {
        public Stored {
            Objects.requireNonNull(version, "version");
        }
    }

    /**
     * The condition did not hold and nothing changed.
     *
     * @param currentVersion the version of the live entry at that moment, empty if the key was absent
     */
    record ConditionFailed(Optional<String> currentVersion) implements StoreResult {
        public ConditionFailed {
            Objects.requireNonNull(currentVersion, "currentVersion");
        }
    }
}
