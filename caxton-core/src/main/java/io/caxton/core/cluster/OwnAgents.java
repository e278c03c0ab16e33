package io.caxton.core.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The agents of this node, whose only writer it is. The floor of an epoch is where it begins, after what was restored: so
 * others show it only when they have all of that. To be guarded by its owner.
 */
final class OwnAgents {
    private final String self;
    private Replica replica;

    /** The latest epoch of this node that others know more of than it does itself; 0 if none. */
    private long spent;

    OwnAgents(String self, long epoch, Collection<OwnAgent> restored, Instant now) {
        this.self = self;
        this.replica = numbered(self, epoch, restored, now);
    }

    private static Replica numbered(String self, long epoch, Collection<OwnAgent> agents, Instant now) {
        Rules.number("epoch", epoch, 1, Rules.MAX_NUMBER);
        Replica replica = new Replica(self, epoch, 0, now);
        for (OwnAgent agent : agents) {
            replica.put(ClusterEntry.of(agent.profile(), replica.counter() + 1, agent.fence()), now);
        }
        // One number for the beginning itself: an epoch without agents can be told from one that is not known.
        replica.advance(replica.counter() + 1, now);
        replica.raiseFloor();
        return replica;
    }

    Replica replica() {
        return replica;
    }

    Optional<ClusterEntry> find(String agentId) {
        return replica.find(agentId).filter(entry -> !entry.isTombstone());
    }

    ClusterAgent put(AgentProfile profile, long fence, Instant now) {
        replica.put(ClusterEntry.of(profile, replica.counter() + 1, fence), now);
        return new ClusterAgent(profile, self, fence, true);
    }

    void remove(ClusterEntry entry, Instant now) {
        replica.put(entry.removed(replica.counter() + 1), now);
    }

    void beginEpoch(long epoch, Instant now) {
        Rules.number("epoch", epoch, freeEpoch(), Rules.MAX_NUMBER);
        List<OwnAgent> agents = new ArrayList<>();
        replica.entries().stream()
                .sorted(Comparator.comparingLong(ClusterEntry::counter))
                .forEach(entry ->
                        entry.profile().ifPresent(profile -> agents.add(new OwnAgent(profile, entry.fence()))));
        replica = numbered(self, epoch, agents, now);
    }

    /** Others know of this node up to here; answers whether that spends an epoch which was not known to be. */
    boolean note(long epoch, long counter) {
        boolean ahead = epoch > replica.epoch() || (epoch == replica.epoch() && counter > replica.counter());
        if (!ahead || epoch <= spent) {
            return false;
        }
        spent = epoch;
        return true;
    }

    /** The lowest epoch that is not known to anybody. */
    long freeEpoch() {
        return Math.max(spent, replica.epoch()) + 1;
    }
}
