package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.Directive;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.Peer;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.Swim;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.wire.DecodeError;
import io.caxton.swim.wire.Decoded;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import io.caxton.swim.wire.StreamCodec;
import io.caxton.swim.wire.StreamMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the protocol what arrives, and does what it says. On the loop's thread. */
final class Shell implements PacketPort.Reader, StreamPort.Server {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    /** So many pings, direct and indirect, may come in a packet. Were each of a compound answered, a packet with the forged address of
     * somebody would have this node send 255 to him. */
    static final int MOST_QUESTIONS = 4;
    /** How much of what another says went wrong is logged. */
    private static final int MOST_QUOTED = 200;

    private final EventLoop loop;
    private final Swim swim;
    private final NetSettings settings;
    private final NetCounters counters;
    private final Delegate delegate;
    private final Runnable gone;
    private final QuietLog quietLog = new QuietLog(LOG);
    /** Its kinds are made up by others, who must not use up those of everything else. */
    private final QuietLog namesLog = new QuietLog(LOG);

    private final Refusals refusals;
    private final int ownPort;
    private Security security;
    private PacketCodec packets;
    private StreamCodec streams;
    private @Nullable PacketPort packetPort;
    private @Nullable StreamPort streamPort;
    private EventLoop.@Nullable Timer timer;
    private Instant planned = Instant.MAX;
    private boolean changed = true;

    /** @param gone done when the goodbye of this node was said often enough, and told */
    Shell(EventLoop loop, Swim swim, NetSettings settings, NetCounters counters, Delegate delegate, Runnable gone) {
        this.loop = loop;
        this.swim = swim;
        this.settings = settings;
        this.counters = counters;
        this.delegate = delegate;
        this.gone = gone;
        this.refusals = new Refusals(swim, quietLog);
        this.ownPort = swim.self().address().port();
        this.security = settings.security();
        this.packets = new PacketCodec(settings.security(), ownPort);
        this.streams = new StreamCodec(settings.security(), settings.limits(), ownPort);
    }

    void connect(PacketPort packetsPort, StreamPort streamsPort) {
        packetPort = packetsPort;
        streamPort = streamsPort;
    }

    /** From now on another label or other keys. */
    void secure(Security other) {
        security = other;
        packets = new PacketCodec(other, ownPort);
        streams = new StreamCodec(other, settings.limits(), ownPort);
    }

    Security security() {
        return security;
    }

    StreamCodec streams() {
        return streams;
    }

    /** Asks the protocol something, and does what it says. */
    void call(Function<Swim, List<Directive>> call) {
        call("this node", call);
    }

    /** @param cause on whose behalf */
    private void call(Object cause, Function<Swim, List<Directive>> call) {
        obey(call.apply(swim));
        refusals.look(loop.now(), cause);
    }

    private void obey(List<Directive> directives) {
        directives.forEach(this::obey);
        plan();
    }

    private void obey(Directive directive) {
        if (directive instanceof Directive.SendPacket packet) {
            send(packet.to(), packet.messages());
        } else if (directive instanceof Directive.ExchangeStates exchange) {
            exchange(
                    exchange.to(),
                    exchange.join(),
                    members -> {},
                    reason -> quietLog.warn(
                            loop.now(),
                            "exchange",
                            "The states were not exchanged with " + exchange.to() + ": " + reason));
        } else if (directive instanceof Directive.PingOverStream ping) {
            ping(ping);
        } else if (directive instanceof Directive.SendOverStream message) {
            port().tell(
                            message.to().address(),
                            new StreamMessage.User(message.body()),
                            reason -> quietLog.warn(
                                    loop.now(), "send", "A message to " + message.to() + " was not sent: " + reason));
        } else if (directive instanceof Directive.Tell tell) {
            tell(tell.event());
        }
    }

    private void send(Peer to, List<SwimMessage> messages) {
        PacketPort port = packetPort;
        if (port != null) {
            port.send(to.address(), packets.encode(messages, to.protocolMax() >= ProtocolVersions.CRC));
        }
    }

    private StreamPort port() {
        StreamPort port = streamPort;
        if (port == null) {
            throw new IllegalStateException("the shell is not connected");
        }
        return port;
    }

    /** Tells another all that is known here and learns what is known there. One of the two is told what came of it. */
    void exchange(Peer with, boolean join, Consumer<Integer> done, Consumer<String> failed) {
        StreamMessage mine = states(join);
        port().ask(
                        with.address(),
                        mine,
                        settings.streamTimeout(),
                        answer -> {
                            if (answer instanceof StreamMessage.States theirs) {
                                merge(with.address(), theirs);
                                done.accept(theirs.nodes().size());
                            } else if (answer instanceof StreamMessage.Failure failure) {
                                failed.accept("it says: " + quoted(failure.error()));
                            } else {
                                failed.accept("it answered something else");
                            }
                        },
                        failed);
    }

    /** What another made up, fit for a log. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints()
                .limit(MOST_QUOTED)
                .forEach(letter -> quoted.appendCodePoint(Character.isISOControl(letter) ? '?' : letter));
        return quoted.toString();
    }

    private StreamMessage.States states(boolean join) {
        return new StreamMessage.States(join, swim.states(), delegate.localState(join));
    }

    private void merge(NodeAddress from, StreamMessage.States theirs) {
        call(from, protocol -> protocol.merge(loop.now(), theirs.nodes()));
        if (!theirs.userState().isEmpty()) {
            delegate.remoteState(theirs.userState(), theirs.join());
        }
    }

    private void ping(Directive.PingOverStream directive) {
        Duration left = Duration.between(loop.now(), directive.deadline());
        if (left.isNegative() || left.isZero()) {
            return;
        }
        long sequence = directive.ping().sequence();
        port().ask(
                        directive.to().address(),
                        new StreamMessage.Ping(directive.ping()),
                        left,
                        answer -> {
                            if (answer instanceof StreamMessage.Ack ack
                                    && ack.ack().sequence() == sequence) {
                                call(protocol -> protocol.streamPinged(loop.now(), sequence));
                            }
                        },
                        reason -> LOG.debug("No answer over a stream from {}: {}", directive.to(), reason));
    }

    private void tell(MembershipEvent event) {
        changed = true;
        if (event instanceof MembershipEvent.UserMessage message) {
            delegate.message(message.body());
        } else {
            log(event);
            delegate.told(event);
        }
        if (event instanceof MembershipEvent.Gone) {
            gone.run();
        }
    }

    private void log(MembershipEvent event) {
        if (event instanceof MembershipEvent.NameTaken taken) {
            namesLog.warn(
                    loop.now(),
                    taken.known().name(),
                    "Two nodes are named " + taken.known().name() + ": at "
                            + taken.known().address() + " and at " + taken.other());
        } else if (event instanceof MembershipEvent.Answered) {
            LOG.trace("{}", event);
        } else {
            LOG.debug("{}", event);
        }
    }

    /** Lets the loop call when the protocol wants to be called. */
    private void plan() {
        Instant due = swim.nextDeadline().orElse(Instant.MAX);
        if (due.equals(planned)) {
            return;
        }
        EventLoop.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
        planned = due;
        timer = due.equals(Instant.MAX)
                ? null
                : loop.at(due, () -> {
                    planned = Instant.MAX;
                    call(protocol -> protocol.tick(loop.now()));
                });
    }

    @Override
    public void packet(NodeAddress from, byte[] bytes, int length) {
        Decoded decoded = packets.decode(bytes, length);
        int questions = 0;
        for (SwimMessage message : decoded.messages()) {
            if (isQuestion(message) && ++questions > MOST_QUESTIONS) {
                counters.add(NetCounter.QUESTIONS_IGNORED);
                quietLog.warn(
                        loop.now(),
                        "questions",
                        "A packet from " + from + " brings more than " + MOST_QUESTIONS
                                + " pings; the others are ignored");
            } else {
                call(from, protocol -> protocol.receive(loop.now(), from, message));
            }
        }
        for (DecodeError error : decoded.errors()) {
            counters.add(NetCounter.PACKETS_MALFORMED);
            quietLog.warn(
                    loop.now(),
                    "packet " + error.reason(),
                    "A packet from " + from + " could not be read: " + error.reason() + ", " + error.detail());
        }
    }

    private static boolean isQuestion(SwimMessage message) {
        return message instanceof SwimMessage.Ping || message instanceof SwimMessage.IndirectPing;
    }

    @Override
    public Optional<StreamMessage> answer(NodeAddress from, StreamMessage message) {
        if (message instanceof StreamMessage.States theirs) {
            StreamMessage mine = states(false);
            merge(from, theirs);
            return Optional.of(mine);
        } else if (message instanceof StreamMessage.Ping ping && swim.isForMe(ping.ping())) {
            return Optional.of(
                    new StreamMessage.Ack(new SwimMessage.Ack(ping.ping().sequence(), ByteString.EMPTY)));
        } else if (message instanceof StreamMessage.User user) {
            tell(new MembershipEvent.UserMessage(user.body()));
        }
        return Optional.empty();
    }

    @Override
    public void malformed(NodeAddress from, DecodeError error) {
        quietLog.warn(
                loop.now(),
                "stream " + error.reason(),
                "A stream of " + from + " could not be read: " + error.reason() + ", " + error.detail());
    }

    @Override
    public void refused(NodeAddress from) {
        quietLog.warn(
                loop.now(),
                "refused",
                "A stream of " + from + " was refused: too many are open, or they have too much under way");
    }

    /** Something is as it was not before. */
    void noteChange() {
        changed = true;
    }

    /** Whether anything was learnt since this was asked last. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
