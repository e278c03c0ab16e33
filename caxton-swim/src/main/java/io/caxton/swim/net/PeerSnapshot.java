package io.caxton.swim.net;

import io.caxton.swim.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file with the addresses of members, one a line, so that a node that starts again finds them without seeds. */
final class PeerSnapshot {
    private static final Logger LOG = LoggerFactory.getLogger(PeerSnapshot.class);
    /** So many are enough to find the others. */
    private static final int MOST = 64;

    private final Path file;
    private List<String> written = List.of();
    private boolean failed;

    PeerSnapshot(Path file) {
        this.file = file;
    }

    /** As seeds; none if there is no file, or it cannot be read. */
    List<String> read() {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            return lines.stream().filter(line -> !line.isBlank()).limit(MOST).toList();
        } catch (NoSuchFileException first) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("The snapshot of peers {} cannot be read and is ignored: {}", file, e.getMessage());
            return List.of();
        }
    }

    /** Keeps some that are alive besides this node; if there are none, those kept before stay. That it fails is logged once. */
    synchronized void write(List<Member> members, String self) {
        List<String> peers = members.stream()
                .filter(member -> member.status().isPresent() && !member.name().equals(self))
                .map(member -> member.address().toString())
                .sorted()
                .limit(MOST)
                .toList();
        if (peers.isEmpty() || peers.equals(written)) {
            return;
        }
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.write(next, peers, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            written = peers;
            failed = false;
        } catch (IOException e) {
            if (failed) {
                return;
            }
            failed = true;
            LOG.warn("The snapshot of peers {} cannot be written: {}", file, e.toString());
        }
    }
}
