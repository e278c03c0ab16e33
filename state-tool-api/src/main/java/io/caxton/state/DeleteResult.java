package io.caxton.state;

import java.util.Objects;

/** How a conditional delete ended. */
public sealed interface DeleteResult {

    /** The entry had the expected version and is gone. */
    record Deleted() implements DeleteResult {}

    /** There was no live entry. */
    record Absent() implements DeleteResult {}

    /**
     * The entry has another version and stays.
     *
     * @param currentVersion its version at that moment
     */
    record ConditionFailed(String currentVersion) implements DeleteResult {
        public ConditionFailed {
            Objects.requireNonNull(currentVersion, "currentVersion");
        }
    }
}
