package io.caxton.spring.cluster;

import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another node that uses the id of this one: said once in a while for as long as it is heard of. */
final class NameConflict {
    private static final Logger LOG = LoggerFactory.getLogger(NameConflict.class);
    /** If nothing was heard of it for so long it is over. Members exchange all they know more often than this. */
    static final Duration OVER_AFTER = Duration.ofMinutes(5);

    private static final Duration REPEATED_AFTER = Duration.ofMinutes(10);

    private volatile @Nullable Seen last;
    private @Nullable Instant logged;

    private record Seen(Instant at, String text) {}

    void seen(Instant now, String nodeId, NodeAddress here, NodeAddress other) {
        String text = "another node with the id " + nodeId + " is at " + other + ", and this one is at " + here;
        last = new Seen(now, text);
        Instant before = logged;
        if (before == null || before.plus(REPEATED_AFTER).isBefore(now)) {
            logged = now;
            LOG.error(
                    "Two nodes have one id: {}. Others listen to one of them only. Most often a data directory was copied, or"
                            + " caxton.node-id is set twice: stop one of the two, and give it a caxton.node-id of its own or,"
                            + " if none is set, delete the file node-id in its data directory. If this node has just"
                            + " moved here, this ends by itself when the others have seen its old address fail",
                    text);
        }
    }

    /** What is the matter; empty if nothing is, or is no longer. */
    Optional<String> current(Instant now) {
        return Optional.ofNullable(last)
                .filter(seen -> seen.at.plus(OVER_AFTER).isAfter(now))
                .map(seen -> seen.text + ": stop one of them and give it an id of its own");
    }
}
