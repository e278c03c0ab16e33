package io.caxton.spring.cluster;

import io.caxton.spring.autoconfigure.CaxtonPhases;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.localstate.DataDirectory;
import io.caxton.swim.ByteString;
import io.caxton.swim.Counter;
import io.caxton.swim.Member;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.net.MembershipNode;
import io.caxton.swim.net.NetCounter;
import io.caxton.swim.net.NetSettings;
import io.caxton.swim.serf.KeyOperation;
import io.caxton.swim.serf.SerfDelegate;
import io.caxton.swim.wire.KeyRing;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.SerfMessage.KeyResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * This node as a member of a cluster. It joins when it starts, asks again for as long as it is alone, and when it stops gives
 * others what they take of its messages and says goodbye, so that they do not take that for a failure. Safe for use by several threads.
 */
public final class ClusterNode implements Cluster, SmartLifecycle, AutoCloseable {
    /** Where the addresses of other members are kept, so that a restarted node finds them without seeds. */
    static final String PEERS = "cluster-peers";

    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

    private final ClusterSettings settings;
    private final NodeIdentity identity;
    private final DataDirectory directory;
    private final NodeClock clock;
    private final Environment environment;
    private final FirstJoin join;
    private final NameConflict conflict = new NameConflict();
    private final Chronicle chronicle;
    private final EventQueue events;
    private final KeyKeeper keeper;
    private final ClusterDelegate delegate;
    private final SerfDelegate serf;
    private final Leaving leaving;
    private final Supplier<String> store;
    private volatile @Nullable MembershipNode node;
    private volatile boolean running;
    private volatile boolean closed;

    ClusterNode(
            ClusterSettings settings,
            NodeIdentity identity,
            DataDirectory directory,
            NodeClock clock,
            Environment environment,
            FirstJoin join,
            EventQueue events,
            KeyFile keyFile,
            List<ProbeListener> probes,
            List<MemberListener> listeners,
            Departure departure,
            Supplier<String> store) {
        this.settings = settings;
        this.identity = identity;
        this.directory = directory;
        this.clock = clock;
        this.environment = environment;
        this.join = join;
        this.events = events;
        this.chronicle = new Chronicle(identity.version());
        this.keeper = new KeyKeeper(keyFile);
        this.delegate = new ClusterDelegate(
                identity.nodeId(),
                clock::now,
                join,
                conflict,
                keeper,
                chronicle,
                events,
                probes,
                listeners,
                keyFile.load());
        this.serf = new SerfDelegate(identity.nodeId(), delegate);
        this.leaving = new Leaving(settings.properties(), departure, delegate::left);
        this.store = store;
    }

    @Override
    public void start() {
        running = true;
        Security security = delegate.ring()
                .map(ring -> Security.encrypted(ring, new SecureRandom()::nextBytes))
                .orElse(Security.none());
        NetSettings net = settings.toNetSettings(identity.nodeId(), security)
                .snapshot(directory.file(PEERS))
                .build();
        String host = settings.advertised()
                .map(NodeAddress::host)
                .orElse(settings.bind().getAddress().getHostAddress());
        ByteString tags = Tags.encoded(
                identity,
                store.get(),
                HttpAddress.of(environment, settings.http(), host),
                HttpAddress.tags(environment));
        try {
            MembershipNode started = MembershipNode.start(net, tags, serf);
            node = started;
            LOG.info(
                    "This node talks to its cluster as {} at {}, {}",
                    identity.nodeId(),
                    started.address(),
                    security.ring().isPresent() ? "encrypted" : "in the clear");
            var unused = started.joined().thenAccept(known -> join.letIn());
            clock.after(settings.properties().joinTimeout(), join::timeIsOver);
        } catch (IOException e) {
            throw new ClusterConfigurationException(
                    "The node cannot listen where caxton.cluster.bind says, on " + settings.bind() + ": "
                            + e.getMessage() + ".",
                    "Set caxton.cluster.bind to an address of this machine and a port that is free for TCP and UDP.",
                    e);
        }
    }

    /** Drains, says goodbye, and stops. */
    @Override
    public void stop() {
        running = false;
        try {
            var unused = leave().get(leaving.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The goodbye of this node took too long: others will take it for a failure");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** Stops at once, as if it had failed. */
    @Override
    public void close() {
        running = false;
        closed = true;
        MembershipNode current = node;
        if (current != null) {
            current.close();
        }
        keeper.close();
        events.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return CaxtonPhases.CLUSTER;
    }

    /** A node that has left cannot come back but by a start of its own. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Drains and leaves the cluster; the node goes on alone with what is left. Once asked, again is the same. */
    public CompletableFuture<Farewell> leave() {
        return leaving.leave(node, !closed, !running);
    }

    @Override
    public boolean takesMessages() {
        return !leaving.isStopping();
    }

    /** Asks all members about their keys. */
    CompletableFuture<Map<String, KeyResponse>> ask(KeyOperation operation, ByteString key, Set<String> members) {
        MembershipNode current = node;
        if (current == null || left()) {
            return CompletableFuture.failedFuture(new IllegalStateException("this node is no member of a cluster now"));
        }
        return serf.ask(
                operation,
                key,
                current.address(),
                members,
                settings.properties().keyTimeout());
    }

    /** The keys in use at this moment; empty if nothing is encrypted. */
    public Optional<KeyRing> ring() {
        return delegate.ring();
    }

    @Override
    public ClusterStatus status() {
        return new ClusterView(members(), join, leaving.isDraining(), left())
                .status(healthScore(), conflict.current(clock.now()), keeper.kept(), chronicle.last());
    }

    @Override
    public List<ClusterMember> members() {
        MembershipNode current = node;
        if (current == null) {
            return new SoleNode(identity).members();
        }
        return current.members().stream()
                .filter(member -> !left() || member.name().equals(identity.nodeId()))
                .map(member -> ClusterMember.of(member, identity.nodeId()))
                .map(member -> left() ? alone(member) : member)
                .sorted(Comparator.comparing(ClusterMember::nodeId))
                .toList();
    }

    /** A member by its id, whatever has become of it; this node itself only once it has left. */
    public Optional<ClusterMember> member(String nodeId) {
        MembershipNode current = node;
        if (current == null || (left() && !nodeId.equals(identity.nodeId()))) {
            return Optional.empty();
        }
        for (Member member : current.members()) {
            if (member.name().equals(nodeId)) {
                return Optional.of(ClusterMember.of(member, identity.nodeId()));
            }
        }
        return Optional.empty();
    }

    /** Forgets a member that failed or left, on this node; completes when all here have heard of that. */
    public CompletableFuture<Void> forget(String nodeId) {
        MembershipNode current = node;
        return current == null || left() ? CompletableFuture.completedFuture(null) : current.forget(nodeId);
    }

    private boolean left() {
        return leaving.hasLeft();
    }

    /** Who has left is a cluster of one. */
    private static ClusterMember alone(ClusterMember self) {
        return new ClusterMember(
                self.nodeId(), self.address(), MemberStatus.ALIVE, self.incarnation(), self.tags(), self.self());
    }

    /** Where members reach this one; empty until it has started. */
    public Optional<NodeAddress> address() {
        return Optional.ofNullable(node).map(MembershipNode::address);
    }

    /** Whether it has met others, or waits for them no longer. */
    public boolean isReady() {
        return left() || join.isReady();
    }

    /** How many members have a status, this node included. */
    public int count(MemberStatus status) {
        MembershipNode current = node;
        if (current == null || left()) {
            return status == MemberStatus.ALIVE ? 1 : 0;
        }
        return (int) current.members().stream()
                .filter(member -> member.status() == status)
                .count();
    }

    /** How much this node doubts itself: from 0, well, to the worst of the profile. */
    public int healthScore() {
        MembershipNode current = node;
        return current == null ? 0 : current.healthScore();
    }

    /** What was counted of the protocol. */
    public long count(Counter counter) {
        MembershipNode current = node;
        return current == null ? 0 : current.counters().getOrDefault(counter, 0L);
    }

    /** What was counted of packets and streams. */
    public long count(NetCounter counter) {
        MembershipNode current = node;
        return current == null ? 0 : current.netCounters().getOrDefault(counter, 0L);
    }

    /** How many broadcasts wait to be sent often enough. */
    public int broadcastsWaiting() {
        MembershipNode current = node;
        return current == null ? 0 : current.broadcastsWaiting();
    }

    /** How many messages others took before this node left; 0 until it has. */
    public long moved() {
        return leaving.moved();
    }

    /** How many members were suspected and were there. */
    public long falseAlarms() {
        return delegate.falseAlarms();
    }

    /** How many events no listener heard of, because too many waited. */
    public long droppedEvents() {
        return events.dropped();
    }
}
