package io.caxton.benchmarks.micro;

import io.caxton.swim.ByteString;
import io.caxton.swim.Directive;
import io.caxton.swim.Swim;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.SwimSettings;
import io.caxton.swim.wire.PacketCodec;
import io.caxton.swim.wire.Security;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The protocol's part of one node among 1,000 that are all well, from one deadline to the next. */
@State(Scope.Thread)
public class SwimSteps {
    private static final int MEMBERS = 1_000;
    /** As when some twenty members come or go at once. */
    private static final int NEWS = 20;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Swim swim;
    private Instant now = Instant.EPOCH;
    private long incarnation = 1;

    /** Knows all others and has started. */
    public SwimSteps() {
        PacketCodec codec = new PacketCodec(Security.none(), Peers.PORT);
        swim = new Swim(SwimSettings.LAN, Peers.member(0, now), 0, codec::sizeOf, random);
        swim.recall(now, Peers.states(MEMBERS));
        swim.start(now);
        // What it says of itself at the start is spread first.
        while (swim.broadcastsWaiting() > 0) {
            tick();
        }
    }

    /** A tick when there is nothing to spread: mostly a probe. Its answer is taken in, too. */
    @Benchmark
    public List<Directive> tick() {
        now = swim.nextDeadline().orElse(now);
        List<Directive> directives = swim.tick(now);
        for (Directive directive : directives) {
            if (directive instanceof Directive.SendPacket packet) {
                answer(packet);
            }
        }
        return directives;
    }

    private void answer(Directive.SendPacket packet) {
        for (SwimMessage message : packet.messages()) {
            if (message instanceof SwimMessage.Ping ping) {
                swim.receive(now, packet.to().address(), new SwimMessage.Ack(ping.sequence(), ByteString.EMPTY));
            }
        }
    }

    /** A tick when there is much to spread: mostly gossip to three others. News that were spread are replaced by others. */
    @Benchmark
    public List<Directive> tickWithNews() {
        while (swim.broadcastsWaiting() < NEWS) {
            int about = 1 + random.nextInt(MEMBERS - 1);
            swim.receive(now, Peers.address(about), Peers.news(about, ++incarnation));
        }
        return tick();
    }
}
