package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.Counter;
import io.caxton.swim.Directive;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.Swim;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A running member of a cluster. Safe for use by several threads; none of its methods blocks, but {@link #start} and {@link
 * #close}. What is chained to its futures may run on the node's thread, which must not be blocked.
 */
public final class MembershipNode implements AutoCloseable {
    private static final Duration SNAPSHOT_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration FAREWELL_PATIENCE = Duration.ofSeconds(5);
    /** So many ports are tried if any free one will do: one that is free for streams may not be for packets. */
    private static final int TRIES = 16;

    private final NetSettings settings;
    private final NetCounters counters = new NetCounters();
    private final Background background;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final EventLoop loop;
    private final Swim swim;
    private final Delegate delegate;
    private final Shell shell;
    private final PacketPort packetPort;
    private final StreamPort streamPort;
    private final Joining joining;
    private final Optional<PeerSnapshot> snapshot;
    private final NodeAddress address;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile List<Member> members;
    private volatile Figures figures;

    private record Figures(Map<Counter, Long> counters, int healthScore, int broadcasts) {}

    private MembershipNode(NetSettings settings, Bound bound, ByteString meta, Delegate delegate) throws IOException {
        this.settings = settings;
        MonotonicClock clock = new MonotonicClock();
        RandomGenerator random = new SplittableRandom(new SecureRandom().nextLong());
        this.address = settings.advertised().orElse(bound.address());
        Member me = new Member(
                settings.name(),
                address,
                meta,
                ProtocolVersions.OURS,
                new MemberState(1, MemberStatus.ALIVE),
                clock.now());
        PacketCodec sizes = new PacketCodec(settings.security(), address.port());
        this.swim = new Swim(settings.swim(), me, sizes.envelope(), sizes::sizeOf, random);
        this.snapshot = settings.snapshot().map(PeerSnapshot::new);
        List<String> seeds = new ArrayList<>(settings.seeds());
        snapshot.ifPresent(file -> seeds.addAll(file.read()));
        // From here on there is something to be closed.
        this.loop = new EventLoop("caxton-swim-" + settings.name(), clock, this::publish);
        this.background = new Background("caxton-swim-files-" + settings.name());
        this.delegate = new GuardedDelegate(delegate, counters, clock::now);
        this.shell = new Shell(loop, swim, settings, counters, this.delegate, () -> gone.complete(null));
        this.packetPort = new PacketPort(bound.packets(), counters, shell);
        this.streamPort = new StreamPort(bound.streams(), loop, shell::streams, settings, counters, shell);
        shell.connect(packetPort, streamPort);
        this.joining = new Joining(
                loop, shell, swim, new Seeds(settings.defaultPort()), this.delegate, background, seeds, random);
        this.members = swim.members();
        this.figures = figures();
    }

    /**
     * Starts a node, and lets it join the others as soon as they can be found.
     *
     * @param meta what it says about itself
     * @throws IOException if it cannot listen where it should
     * @throws IllegalArgumentException if meta is larger than {@link Member#MAX_META}
     */
    public static MembershipNode start(NetSettings settings, ByteString meta, Delegate delegate) throws IOException {
        MembershipNode node = bound(settings, meta, delegate);
        try {
            node.packetPort.register(node.loop);
            node.streamPort.register();
        } catch (IOException | RuntimeException e) {
            node.close();
            throw e;
        }
        node.loop.execute(node::begin);
        node.loop.start();
        return node;
    }

    private static MembershipNode bound(NetSettings settings, ByteString meta, Delegate delegate) throws IOException {
        Bound bound = bind(settings.bind());
        try {
            return new MembershipNode(settings, bound, meta, delegate);
        } catch (IOException | RuntimeException e) {
            bound.streams().close();
            bound.packets().close();
            throw e;
        }
    }

    private record Bound(ServerSocketChannel streams, DatagramChannel packets, NodeAddress address) {}

    private static Bound bind(InetSocketAddress wanted) throws IOException {
        for (int i = 1; ; i++) {
            ServerSocketChannel streams = StreamPort.bind(wanted);
            InetSocketAddress bound = (InetSocketAddress) streams.getLocalAddress();
            try {
                return new Bound(streams, PacketPort.bind(bound), Addresses.of(bound));
            } catch (IOException taken) {
                streams.close();
                if (wanted.getPort() != 0 || i == TRIES) {
                    throw taken;
                }
            }
        }
    }

    private void begin() {
        shell.call(protocol -> protocol.start(loop.now()));
        delegate.started(new ShellCarrier(loop, shell, delegate));
        joining.begin();
        snapshot.ifPresent(this::keep);
    }

    private void keep(PeerSnapshot file) {
        List<Member> known = members;
        background.execute(() -> file.write(known, settings.name()));
        loop.after(SNAPSHOT_PAUSE, () -> keep(file));
    }

    private void publish() {
        figures = figures();
        if (shell.takeChanged()) {
            members = swim.members();
        }
    }

    private Figures figures() {
        return new Figures(swim.counters(), swim.healthScore(), swim.broadcastsWaiting());
    }

    public String name() {
        return settings.name();
    }

    /** Where others reach it. */
    public NodeAddress address() {
        return address;
    }

    /** Everybody it knows, itself included, also those who failed or left. */
    public List<Member> members() {
        return members;
    }

    /** From 0, well, to the worst of the settings. */
    public int healthScore() {
        return figures.healthScore();
    }

    public int broadcastsWaiting() {
        return figures.broadcasts();
    }

    /** What was counted of the protocol. */
    public Map<Counter, Long> counters() {
        return figures.counters();
    }

    /** What was counted of packets and streams. */
    public Map<NetCounter, Long> netCounters() {
        return counters.all();
    }

    /** Completes with how many members the first one that answered knows; with an exception if the node is closed before. */
    public CompletableFuture<Integer> joined() {
        return joining.joined().copy();
    }

    /** Spreads a message to all; see {@link Swim#broadcast}. */
    public CompletableFuture<Void> broadcast(Optional<String> subject, ByteString body) {
        return call(protocol -> protocol.broadcast(loop.now(), subject, body));
    }

    /** Sends a message to one member over a stream. */
    public CompletableFuture<Void> send(String member, ByteString body) {
        return call(protocol -> protocol.send(loop.now(), member, body));
    }

    /** Forgets a member that failed or left; see {@link Swim#forget}. */
    public CompletableFuture<Void> forget(String member) {
        return call(protocol -> protocol.forget(loop.now(), member));
    }

    /** Says something else about itself from now on. */
    public CompletableFuture<Void> describe(ByteString meta) {
        return call(protocol -> protocol.describe(loop.now(), meta));
    }

    /** Uses other keys from now on. */
    public CompletableFuture<Void> secure(Security security) {
        return run(() -> shell.secure(security));
    }

    /** Says goodbye; completes when that was said often enough, with an exception if it is closed before. Then {@link #close} it. */
    public CompletableFuture<Void> leave() {
        return run(() -> {
                    joining.stop();
                    delegate.farewell()
                            .ifPresent(body -> shell.call(
                                    protocol -> protocol.broadcast(loop.now(), Optional.of("farewell"), body)));
                    leaveWhenSaid(loop.now().plus(FAREWELL_PATIENCE));
                })
                .thenCompose(said -> gone);
    }

    /** Once what is to be said before is said: Serf takes a goodbye without it for a failure. */
    private void leaveWhenSaid(Instant latest) {
        if (swim.broadcastsWaiting() == 0 || swim.size() == 1 || !loop.now().isBefore(latest)) {
            shell.call(protocol -> protocol.leave(loop.now()));
        } else {
            loop.after(settings.swim().gossipInterval(), () -> leaveWhenSaid(latest));
        }
    }

    private CompletableFuture<Void> call(Function<Swim, List<Directive>> call) {
        return run(() -> {
            shell.call(call);
            shell.noteChange();
            publish();
        });
    }

    private CompletableFuture<Void> run(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = loop.execute(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        if (!taken) {
            done.completeExceptionally(new IllegalStateException("the node is closed or has too much to do"));
        }
        return done;
    }

    /** Stops at once, without a goodbye. What was not done by then never is, and whoever waits for it is told so. */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        loop.close();
        streamPort.close();
        packetPort.close();
        background.finish(CLOSE_PATIENCE);
        snapshot.ifPresent(file -> file.write(members, settings.name()));
        IllegalStateException closed = new IllegalStateException("the node is closed");
        gone.completeExceptionally(closed);
        joining.joined().completeExceptionally(closed);
    }
}
