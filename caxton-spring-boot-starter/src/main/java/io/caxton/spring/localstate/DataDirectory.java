package io.caxton.spring.localstate;

import io.caxton.core.agent.AgentName;
import io.caxton.core.message.UuidV7;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one node: database, node id and the lock that keeps a second node out. The lock is the operating
 * system's and ends with the process, however that ends.
 */
public final class DataDirectory implements AutoCloseable {
    /** What a node id looks like. */
    public static final String NODE_ID_PATTERN = AgentName.PATTERN;

    private static final String LOCK = "caxton.lock";
    private static final String DATABASE = "caxton.db";
    private static final String NODE_ID = "node-id";
    private static final String EPOCH = "epoch";
    private static final int MAX_PID_BYTES = 20;
    private static final String OWNER_ONLY = "rw-------";

    /** Far behind the holder's pid, which thereby stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /** Asked before the lock file is touched: closing a second channel to it would drop this process's lock (POSIX). */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes a directory into possession; makes it, readable by its owner only, if it is missing.
     *
     * @throws DataDirectoryInUseException if another node holds it, in this process or another
     * @throws UncheckedIOException if it cannot be made or written
     */
    public static DataDirectory open(Path directory) {
        try {
            Path path = create(directory).toRealPath();
            if (!HELD_HERE.add(path)) {
                throw new DataDirectoryInUseException(
                        path, OptionalLong.of(ProcessHandle.current().pid()));
            }
            @Nullable FileChannel channel = null;
            try {
                channel = lock(path);
                return new DataDirectory(path, channel);
            } finally {
                if (channel == null) {
                    HELD_HERE.remove(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory + " as data directory: " + e.getMessage(), e);
        }
    }

    private static Path create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectories(directory);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                throw new DataDirectoryInUseException(path, readPid(channel));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new DataDirectoryInUseException(
                    path, OptionalLong.of(ProcessHandle.current().pid()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static OptionalLong readPid(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The directory itself. */
    public Path path() {
        return path;
    }

    /** Where the local state lives. */
    public Path database() {
        return path.resolve(DATABASE);
    }

    /**
     * The id of this node: made once and kept apart from the database, so that it survives the loss of that.
     *
     * @throws IllegalStateException if the file holds no valid id; the message says what to do
     * @throws UncheckedIOException if it cannot be read or written
     */
    public String nodeId() {
        Path file = path.resolve(NODE_ID);
        try {
            if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
                writeDurably(file, UuidV7.next(Instant.now(), new SecureRandom()));
            }
            String id = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!AgentName.isValid(id)) {
                throw new IllegalStateException("the node id in " + file + " is not valid: it must match "
                        + NODE_ID_PATTERN + ". Correct it, or delete the file to join as a new node");
            }
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the node id in " + file, e);
        }
    }

    /**
     * The epoch of this start: larger than that of every start before. The first is the time in seconds since 1970, so that a
     * node that lost its directory but not its id is not taken for an older self of its own.
     *
     * @throws IllegalStateException if the file holds no epoch; the message says what to do
     * @throws UncheckedIOException if it cannot be read or written
     */
    public long nextEpoch(Instant now) {
        Path file = path.resolve(EPOCH);
        try {
            long next = Files.notExists(file, LinkOption.NOFOLLOW_LINKS)
                    ? Math.max(1, now.getEpochSecond())
                    : readEpoch(file) + 1;
            writeDurably(file, Long.toString(next));
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the epoch in " + file, e);
        }
    }

    /**
     * No start from now on has a lower epoch than this.
     *
     * @throws UncheckedIOException if that cannot be written
     */
    public void raiseEpoch(long atLeast) {
        Path file = path.resolve(EPOCH);
        try {
            writeDurably(file, Long.toString(Math.max(atLeast, readEpoch(file))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the epoch in " + file, e);
        }
    }

    private static long readEpoch(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalStateException(
                    "the epoch in " + file + " is not valid: it must be a whole number."
                            + " Delete the file to begin with the time of day, in seconds, unless the clock of this machine is wrong");
        }
        return Long.parseLong(text);
    }

    /** A file of this directory. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /**
     * Writes a file that is there as a whole or not at all, for its owner alone.
     *
     * @param text in ASCII
     */
    public static void writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(draft(file));
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createFile(
                    draft(file), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        writeDurably(file, text);
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Writes a line that is there as a whole or not at all. */
    static void writeDurably(Path file, String text) throws IOException {
        Path draft = draft(file);
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }

    /** Makes renames in a directory durable, where the operating system lets directories be opened. */
    static void sync(Path directory) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Gives the directory up. Idempotent. Close the local state first. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + path, e);
        } finally {
            HELD_HERE.remove(path);
        }
    }
}
