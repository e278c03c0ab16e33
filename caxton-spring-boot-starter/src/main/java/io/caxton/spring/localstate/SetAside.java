package io.caxton.spring.localstate;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A damaged database that was put away when the local state was opened; a fresh one took its place.
 *
 * @param path where the damaged file lies now; its {@code -wal} lies beside it
 * @param reason what SQLite or the inspection said
 * @param at when it was put away
 */
public record SetAside(Path path, String reason, Instant at) {}
