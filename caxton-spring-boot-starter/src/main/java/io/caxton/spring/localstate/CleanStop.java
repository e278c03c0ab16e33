package io.caxton.spring.localstate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * A note beside the database that it was closed in order, with the size of the file and the time of its last change. It is
 * left once everything is in the file and synced, and is durably gone before the file is opened again: whoever finds it
 * finds the file that was closed, or sees that it is not. Deleting it does no harm, the file is then checked.
 */
final class CleanStop {
    private static final String SUFFIX = "-stopped";
    private static final int MAX_BYTES = 100;

    private CleanStop() {}

    static Path noteOf(Path database) {
        return database.resolveSibling(database.getFileName() + SUFFIX);
    }

    /** Leaves a note; no connection to the database may be open. */
    static void leave(Path database) throws IOException {
        if (hasLog(database)) {
            return;
        }
        // SQLite need not sync the time of the change.
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        DataDirectory.writeDurably(noteOf(database), describe(database));
    }

    /** Takes the note away, if there is one. Returns whether the file is still what it was. */
    static boolean take(Path database) throws IOException {
        Path note = noteOf(database);
        if (Files.notExists(note)) {
            return false;
        }
        boolean intact = Files.isRegularFile(database)
                && !hasLog(database)
                && Files.size(note) <= MAX_BYTES
                && Arrays.equals(
                        Files.readAllBytes(note), (describe(database) + "\n").getBytes(StandardCharsets.US_ASCII));
        Files.delete(note);
        DataDirectory.sync(Objects.requireNonNull(note.toAbsolutePath().getParent()));
        return intact;
    }

    private static boolean hasLog(Path database) throws IOException {
        Path log = database.resolveSibling(database.getFileName() + "-wal");
        return Files.exists(log) && Files.size(log) > 0;
    }

    private static String describe(Path database) throws IOException {
        return Files.size(database) + " " + Files.getLastModifiedTime(database).toInstant();
    }
}
