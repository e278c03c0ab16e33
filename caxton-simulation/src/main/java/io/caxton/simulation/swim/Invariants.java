package io.caxton.simulation.swim;

import io.caxton.simulation.Violation;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.SwimSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must always be true, whatever goes wrong; checked whenever a node has done something. */
final class Invariants {
    static final String NO_RESURRECTION = "no resurrection without a later incarnation";
    static final String NO_STEP_BACK = "incarnations never go back";
    static final String NO_INVENTION = "only a member begins its incarnations";
    static final String CALM = "in calm no live member is declared dead";
    static final String CONVERGENCE = "all know the same after calm";
    static final String BOUNDS = "queues are bounded";
    static final String LEAVE = "a leave is never turned into a failure";

    private final SwimCluster cluster;
    private final SwimSettings settings;
    private final List<SwimCluster.Listener> listeners = new ArrayList<>();
    /** The latest incarnation that each name has ever begun. */
    private final Map<String, Long> begun = new HashMap<>();
    /** What each process last believed of each other. */
    private final Map<VirtualNode, Map<String, MemberState>> believed = new HashMap<>();

    private Optional<Instant> calmSince = Optional.empty();
    private long trace = 1;

    Invariants(SwimCluster cluster, SwimSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
    }

    void listen(SwimCluster.Listener listener) {
        listeners.add(listener);
    }

    void started(VirtualNode node) {
        believed.put(node, new HashMap<>());
        begun.merge(node.name(), node.swim().self().incarnation(), Math::max);
    }

    /** From now on nothing goes wrong, and nobody is to be declared dead who is there. */
    void calm() {
        calmSince = Optional.of(cluster.timeline().now());
    }

    /** A number that tells one run from another. */
    long trace() {
        return trace;
    }

    void told(VirtualNode node, MembershipEvent event) {
        trace = trace * 31 + node.name().hashCode();
        trace = trace * 31 + event.getClass().getSimpleName().hashCode();
        trace = trace * 31 + cluster.timeline().now().hashCode();
        begun.merge(node.name(), node.swim().self().incarnation(), Math::max);
        member(event).ifPresent(member -> changed(node, member));
        if (event instanceof MembershipEvent.Forgotten forgotten) {
            beliefs(node).remove(forgotten.member().name());
        }
        listeners.forEach(listener -> listener.told(node.name(), event));
    }

    private static Optional<Member> member(MembershipEvent event) {
        if (event instanceof MembershipEvent.Joined joined) {
            return Optional.of(joined.member());
        } else if (event instanceof MembershipEvent.Suspected suspected) {
            return Optional.of(suspected.member());
        } else if (event instanceof MembershipEvent.Recovered recovered) {
            return Optional.of(recovered.member());
        } else if (event instanceof MembershipEvent.Failed failed) {
            return Optional.of(failed.member());
        } else if (event instanceof MembershipEvent.Left left) {
            return Optional.of(left.member());
        }
        return Optional.empty();
    }

    private Map<String, MemberState> beliefs(VirtualNode node) {
        return believed.computeIfAbsent(node, added -> new HashMap<>());
    }

    void changed(VirtualNode node, Member member) {
        // Not the hash of the state, which no other JVM has: it is made of an enum.
        trace = trace * 31 + member.state().toString().hashCode();
        @Nullable MemberState before = beliefs(node).put(member.name(), member.state());
        String what = node.name() + " at " + cluster.timeline().now() + " took " + member.name() + " from " + before
                + " to " + member.state();
        if (before != null) {
            require(member.incarnation() >= before.incarnation(), NO_STEP_BACK, what);
            boolean back = !before.status().isPresent() && member.status().isPresent();
            require(!back || member.incarnation() > before.incarnation(), NO_RESURRECTION, what);
            boolean failed = before.status() == MemberStatus.LEFT && member.status() == MemberStatus.DEAD;
            require(!failed || member.incarnation() > before.incarnation(), LEAVE, what);
        }
        require(member.incarnation() <= begun.getOrDefault(member.name(), 0L), NO_INVENTION, what);
        require(member.status() != MemberStatus.DEAD || calmSince.isEmpty() || !isThere(member.name()), CALM, what);
    }

    private boolean isThere(String name) {
        return cluster.nodes().stream()
                .anyMatch(node -> node.name().equals(name) && node.isRunning() && !node.isLeaving());
    }

    void called(VirtualNode node) {
        begun.merge(node.name(), node.swim().self().incarnation(), Math::max);
        int waiting = node.swim().broadcastsWaiting();
        require(waiting <= settings.maxBroadcasts(), BOUNDS, node.name() + " has " + waiting + " broadcasts");
    }

    /** After a calm that was long enough: everybody who is there knows just who is there. */
    void checkConvergence() {
        Set<String> there = cluster.nodes().stream()
                .filter(node -> node.isRunning() && !node.isLeaving())
                .map(VirtualNode::name)
                .collect(Collectors.toCollection(TreeSet::new));
        for (VirtualNode node : cluster.nodes()) {
            if (there.contains(node.name())) {
                Set<String> alive = node.swim().members().stream()
                        .filter(member -> member.status() == MemberStatus.ALIVE)
                        .map(Member::name)
                        .collect(Collectors.toCollection(TreeSet::new));
                require(alive.equals(there), CONVERGENCE, node.name() + " knows " + alive + ", there are " + there);
            }
        }
        checkLeaves();
    }

    /** Who is known to have left by one is not dead for another. */
    private void checkLeaves() {
        Map<String, MemberState> left = new HashMap<>();
        eachBelief((node, member) -> {
            if (member.status() == MemberStatus.LEFT) {
                left.merge(member.name(), member.state(), (a, b) -> a.overrules(b) ? a : b);
            }
        });
        eachBelief((node, member) -> {
            @Nullable MemberState known = left.get(member.name());
            boolean failed = known != null && member.status() == MemberStatus.DEAD && known.overrules(member.state());
            require(!failed, LEAVE, node.name() + " takes " + member.name() + " for dead, which left");
        });
    }

    private void eachBelief(BiConsumer<VirtualNode, Member> action) {
        for (VirtualNode node : cluster.nodes()) {
            if (node.isRunning() && !node.isLeaving()) {
                node.swim().members().forEach(member -> action.accept(node, member));
            }
        }
    }

    private static void require(boolean holds, String invariant, String what) {
        if (!holds) {
            throw new Violation(invariant, what);
        }
    }
}
