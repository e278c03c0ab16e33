package io.caxton.spring.cluster;

import io.caxton.spring.cluster.ClusterEvent.MemberFailed;
import io.caxton.spring.cluster.ClusterEvent.MemberJoined;
import io.caxton.spring.cluster.ClusterEvent.MemberLeft;
import io.caxton.spring.cluster.ClusterEvent.MemberRecovered;
import io.caxton.spring.cluster.ClusterEvent.MemberSuspected;
import io.caxton.spring.cluster.ClusterEvent.MemberUpdated;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people what happens to members: in the log, and the last of it in health. Safe for use by several threads. */
final class Chronicle {
    private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);
    private static final int MOST = 16;

    private final String version;
    private final Deque<String> last = new ArrayDeque<>();

    /** @param version of this node */
    Chronicle(String version) {
        this.version = version;
    }

    void note(ClusterEvent event) {
        String verb = verb(event) + versions(event);
        String address = event.member().address().map(Object::toString).orElse("");
        if (event instanceof MemberUpdated) {
            LOG.debug("Member {} at {} {}", event.member().nodeId(), address, verb);
        } else {
            LOG.info("Member {} at {} {}", event.member().nodeId(), address, verb);
        }
        synchronized (last) {
            if (last.size() == MOST) {
                last.removeFirst();
            }
            last.addLast(event.at() + " " + event.member().nodeId() + " " + verb);
        }
    }

    /** Of a node of another version what goes wrong with it may come from that. */
    private String versions(ClusterEvent event) {
        boolean isNew = event instanceof MemberJoined || event instanceof MemberUpdated;
        return isNew && event.member().isCaxton() && !event.member().version().equals(version)
                ? ", with version " + printable(event.member().version()) + ", and this node has " + version
                : "";
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String verb(ClusterEvent event) {
        if (event instanceof MemberJoined) {
            return "joined";
        } else if (event instanceof MemberSuspected) {
            return "does not answer";
        } else if (event instanceof MemberRecovered) {
            return "is there after all";
        } else if (event instanceof MemberFailed) {
            return "failed";
        } else if (event instanceof MemberLeft) {
            return "left";
        }
        return "says something else about itself";
    }

    List<String> last() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }
}
