package io.caxton.core.cluster;

import io.caxton.core.agent.AgentStatus;
import java.util.ArrayList;
import java.util.List;

/** Spoils deltas on their way. */
final class Saboteur {
    private Saboteur() {}

    static Delta spoil(Delta delta, ClusterWorld.Sabotage how, int receiver) {
        List<ClusterEntry> entries = new ArrayList<>();
        for (ClusterEntry entry : delta.entries()) {
            switch (how) {
                case NONE -> entries.add(entry);
                case WITHOUT_REMOVALS -> {
                    if (!entry.isTombstone()) {
                        entries.add(entry);
                    }
                }
                case WITHOUT_SOME -> {
                    if (entry.isTombstone() || entry.counter() % 7 != 0) {
                        entries.add(entry);
                    }
                }
                case OLD_CONTENT -> entries.add(aged(entry));
                case OTHER_FENCES ->
                    entries.add(new ClusterEntry(
                            entry.agentId(), entry.counter(), entry.fence() + receiver, entry.profile()));
                case OLD_EPOCHS -> entries.add(entry);
            }
        }
        boolean later = how == ClusterWorld.Sabotage.OLD_EPOCHS && delta.upTo() % 5 == 0;
        return new Delta(
                delta.origin(),
                later ? delta.epoch() + 1 : delta.epoch(),
                delta.after(),
                delta.upTo(),
                delta.known(),
                delta.floor(),
                entries);
    }

    private static ClusterEntry aged(ClusterEntry entry) {
        return entry.profile().filter(profile -> profile.load() > 5).isEmpty()
                ? entry
                : ClusterEntry.of(
                        Profiles.profile(entry.agentId(), "name-0", AgentStatus.READY, 0),
                        entry.counter(),
                        entry.fence());
    }
}
