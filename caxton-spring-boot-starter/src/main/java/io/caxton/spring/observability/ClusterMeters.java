package io.caxton.spring.observability;

import io.caxton.core.message.WireNames;
import io.caxton.spring.cluster.ClusterNode;
import io.caxton.swim.Counter;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.net.NetCounter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** What a node knows and counts of its cluster, read when asked. */
final class ClusterMeters implements MeterBinder {
    private final ClusterNode node;

    ClusterMeters(ClusterNode node) {
        this.node = node;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        gauges(meters);
        protocol(meters);
        network(meters);
        count(
                meters,
                "drain.moved",
                "Messages that others took before this node left",
                Tags.empty(),
                ClusterNode::moved);
        count(meters, "events.dropped", "Events that no listener heard of", Tags.empty(), ClusterNode::droppedEvents);
    }

    private void gauges(MeterRegistry meters) {
        for (MemberStatus status : MemberStatus.values()) {
            Gauge.builder("caxton.cluster.members", () -> node.count(status))
                    .description("Members as this node knows them, itself included")
                    .baseUnit("members")
                    .tag("status", WireNames.of(status))
                    .register(meters);
        }
        Gauge.builder("caxton.cluster.health.score", node::healthScore)
                .description("How much this node doubts itself; 0 is well")
                .register(meters);
        Gauge.builder("caxton.cluster.broadcasts", node::broadcastsWaiting)
                .description("News that wait to be sent often enough")
                .baseUnit("broadcasts")
                .register(meters);
    }

    private void protocol(MeterRegistry meters) {
        Tags none = Tags.empty();
        count(meters, "probes.failed", "Probes that nobody answered", none, n -> n.count(Counter.PROBES_FAILED));
        count(meters, "suspicions", "Times a member was suspected", none, n -> n.count(Counter.SUSPICIONS));
        count(meters, "refutations", "Times this node denied that it failed", none, n -> n.count(Counter.REFUTATIONS));
        count(meters, "false.alarms", "Suspected members that were there", none, ClusterNode::falseAlarms);
        count(meters, "failures", "Members that were declared dead", none, n -> n.count(Counter.FAILURES));
        count(meters, "names.taken", "Claims to a name that another has", none, n -> n.count(Counter.NAMES_TAKEN));
    }

    private void network(MeterRegistry meters) {
        Tags in = Tags.of("direction", "in");
        Tags out = Tags.of("direction", "out");
        String packets = "Packets to and from members";
        count(meters, "packets", packets, in, n -> n.count(NetCounter.PACKETS_RECEIVED));
        count(meters, "packets", packets, out, n -> n.count(NetCounter.PACKETS_SENT));
        String packetBytes = "Bytes of packets";
        count(meters, "packet.bytes", packetBytes, in, n -> n.count(NetCounter.PACKET_BYTES_RECEIVED));
        count(meters, "packet.bytes", packetBytes, out, n -> n.count(NetCounter.PACKET_BYTES_SENT));
        String streams = "TCP connections with members";
        count(meters, "streams", streams, in, n -> n.count(NetCounter.STREAMS_ACCEPTED));
        count(meters, "streams", streams, out, n -> n.count(NetCounter.STREAMS_OPENED));
        String streamBytes = "Bytes of TCP connections";
        count(meters, "stream.bytes", streamBytes, in, n -> n.count(NetCounter.STREAM_BYTES_RECEIVED));
        count(meters, "stream.bytes", streamBytes, out, n -> n.count(NetCounter.STREAM_BYTES_SENT));
        count(
                meters,
                "streams.failed",
                "TCP connections that broke",
                Tags.empty(),
                n -> n.count(NetCounter.STREAMS_FAILED));
        count(
                meters,
                "streams.refused",
                "TCP connections beyond the bounds",
                Tags.empty(),
                n -> n.count(NetCounter.STREAMS_REFUSED));
        String malformed = "What could not be read: of another key or label, damaged, or hostile";
        count(meters, "malformed", malformed, Tags.of("kind", "packet"), n -> n.count(NetCounter.PACKETS_MALFORMED));
        count(meters, "malformed", malformed, Tags.of("kind", "stream"), n -> n.count(NetCounter.STREAMS_MALFORMED));
    }

    private void count(
            MeterRegistry meters, String name, String description, Tags tags, ToDoubleFunction<ClusterNode> value) {
        FunctionCounter.builder("caxton.cluster." + name, node, value)
                .description(description)
                .tags(tags)
                .register(meters);
    }
}
