package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the process that holds the other end of a connection, as Linux tells it of one's own processes: {@code
 * /proc/net/tcp} has the inode of each socket, {@code /proc/<pid>/fd} which process has it.
 */
public final class ProcessCallers implements Callers {
    private static final Path PROC = Path.of("/proc");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private final Supplier<List<Long>> pids;

    /** @param pids the process of each node as it is now, by number */
    public ProcessCallers(Supplier<List<Long>> pids) {
        this.pids = pids;
    }

    @Override
    public OptionalInt node(int callersPort, int relaysPort) {
        Optional<String> inode = Stream.of("tcp6", "tcp")
                .flatMap(table -> inode(PROC.resolve("net").resolve(table), callersPort, relaysPort).stream())
                .findFirst();
        List<Long> now = pids.get();
        for (int i = 0; i < now.size() && inode.isPresent(); i++) {
            if (holds(now.get(i), "socket:[" + inode.get() + "]")) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static Optional<String> inode(Path table, int local, int remote) {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(fields -> fields.length > INODE
                            && fields[LOCAL].endsWith(port(local))
                            && fields[REMOTE].endsWith(port(remote)))
                    .map(fields -> fields[INODE])
                    .findFirst();
        } catch (IOException | UncheckedIOException notThere) {
            return Optional.empty();
        }
    }

    private static String port(int port) {
        return String.format(java.util.Locale.ROOT, ":%04X", port);
    }

    private static boolean holds(long pid, String socket) {
        try (Stream<Path> files = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return files.anyMatch(file -> leadsTo(file, socket));
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    private static boolean leadsTo(Path file, String socket) {
        try {
            return Files.readSymbolicLink(file).toString().equals(socket);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
