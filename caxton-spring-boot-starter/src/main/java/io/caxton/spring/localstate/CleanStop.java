package io.caxton.spring.localstate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A note beside the database that it was closed in order. It is left once everything is in the file and synced, and is
 * durably gone before the file is opened again: whoever finds it finds the file that was closed, or sees that it is not.
 * Deleting it does no harm, the file is then checked.
 *
 * @param size of the file
 * @param modified when it was last changed
 * @param unfinished how many deliveries were not finished; as many must be found
 * @param finishedBytes what all of it would have to be read for: {@link FinishedTable#countedBytes}
 */
record CleanStop(long size, Instant modified, long unfinished, long finishedBytes) {
    private static final String SUFFIX = "-stopped";
    private static final int MAX_BYTES = 100;
    private static final Pattern LINE =
            Pattern.compile("(?<file>[0-9]+ \\S+) (?<unfinished>[0-9]{1,18}) (?<finishedBytes>[0-9]{1,18})\n");

    static Path noteOf(Path database) {
        return database.resolveSibling(database.getFileName() + SUFFIX);
    }

    /** Leaves a note; no connection to the database may be open. */
    static void leave(Path database, long unfinished, long finishedBytes) throws IOException {
        if (hasLog(database)) {
            return;
        }
        // SQLite need not sync the time of the change.
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        DataDirectory.writeDurably(
                noteOf(database), of(database, unfinished, finishedBytes).line());
    }

    /** Takes the note away, if there is one. Returns it if the file is still what it was. */
    static Optional<CleanStop> take(Path database) throws IOException {
        Path note = noteOf(database);
        if (Files.notExists(note)) {
            return Optional.empty();
        }
        Optional<CleanStop> intact = Optional.empty();
        if (Files.isRegularFile(database) && !hasLog(database) && Files.size(note) <= MAX_BYTES) {
            Matcher line = LINE.matcher(Files.readString(note, StandardCharsets.ISO_8859_1));
            if (line.matches()) {
                CleanStop now = of(
                        database,
                        Long.parseLong(line.group("unfinished")),
                        Long.parseLong(line.group("finishedBytes")));
                intact = Optional.of(now).filter(stop -> line.group("file").equals(stop.file()));
            }
        }
        Files.delete(note);
        DataDirectory.sync(Objects.requireNonNull(note.toAbsolutePath().getParent()));
        return intact;
    }

    private static boolean hasLog(Path database) throws IOException {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        return Files.exists(log) && Files.size(log) > 0;
    }

    private static CleanStop of(Path database, long unfinished, long finishedBytes) throws IOException {
        return new CleanStop(
                Files.size(database), Files.getLastModifiedTime(database).toInstant(), unfinished, finishedBytes);
    }

    private String file() {
        return size + " " + modified;
    }

    private String line() {
        return file() + " " + unfinished + " " + finishedBytes;
    }
}
