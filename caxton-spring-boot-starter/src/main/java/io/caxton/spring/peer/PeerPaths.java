package io.caxton.spring.peer;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where nodes call each other. */
final class PeerPaths {
    private static final String PREFIX = "/peer/v1/";
    /** Where a session begins. No operation may be called so. */
    static final String SESSION = PREFIX + "session";

    private static final Map<String, PeerOperation> OPERATIONS =
            Arrays.stream(PeerOperation.values()).collect(Collectors.toMap(PeerPaths::of, Function.identity()));

    private PeerPaths() {}

    static String of(PeerOperation operation) {
        return PREFIX + operation.name().toLowerCase(Locale.ROOT);
    }

    /** The operation that is called there; empty if none is, spelled exactly so. */
    static Optional<PeerOperation> operation(String path) {
        return Optional.ofNullable(OPERATIONS.get(path));
    }
}
