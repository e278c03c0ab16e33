package io.caxton.swim.serf;

import java.util.Arrays;
import java.util.Optional;

/** What Serf asks all members to do with their keys. */
public enum KeyOperation {
    /** Tell which there are. */
    LIST("_serf_list-keys"),
    /** Decrypt with one more. */
    INSTALL("_serf_install-key"),
    /** Encrypt with one that is installed. */
    USE("_serf_use-key"),
    /** Forget one that does not encrypt. */
    REMOVE("_serf_remove-key");

    private final String query;

    KeyOperation(String query) {
        this.query = query;
    }

    /** The name of Serf's question. */
    String query() {
        return query;
    }

    static Optional<KeyOperation> named(String query) {
        return Arrays.stream(values()).filter(o -> o.query.equals(query)).findFirst();
    }
}
