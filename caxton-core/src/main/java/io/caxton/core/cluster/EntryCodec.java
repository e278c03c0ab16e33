package io.caxton.core.cluster;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.wire.Input;
import io.caxton.core.wire.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One entry of a delta. Constants are written by number: none may be reordered, new ones come last. */
final class EntryCodec {
    private static final int TOMBSTONE = 0;
    private static final int PROFILE = 1;
    private static final List<AgentMode> MODES = List.of(AgentMode.PULL, AgentMode.IN_PROCESS, AgentMode.WEBHOOK);
    private static final List<AgentStatus> STATUSES =
            List.of(AgentStatus.READY, AgentStatus.BUSY, AgentStatus.DRAINING, AgentStatus.LOST);

    private EntryCodec() {}

    static void write(Output out, ClusterEntry entry, long previousCounter) {
        out.single(entry.isTombstone() ? TOMBSTONE : PROFILE);
        out.number(entry.counter() - previousCounter);
        out.number(entry.fence());
        out.text(entry.agentId());
        entry.profile().ifPresent(profile -> write(out, profile));
    }

    static ClusterEntry read(Input in, long previousCounter) {
        int kind = in.count("kind of entry", PROFILE);
        long counter = previousCounter + in.number();
        long fence = in.number();
        String agentId = in.text();
        Optional<AgentProfile> profile = kind == PROFILE ? Optional.of(profile(in, agentId)) : Optional.empty();
        return new ClusterEntry(agentId, counter, fence, profile);
    }

    private static void write(Output out, AgentProfile profile) {
        out.shared(profile.name().value());
        out.single(MODES.indexOf(profile.mode()));
        out.single(STATUSES.indexOf(profile.status()));
        out.number(profile.maxInFlight());
        out.number(profile.load());
        out.number(profile.registeredAt().toEpochMilli());
        out.number(profile.capabilities().size());
        for (OfferedCapability offered : profile.capabilities()) {
            out.shared(offered.capability().name());
            out.single(offered.capability().version().isPresent() ? 1 : 0);
            offered.capability().version().ifPresent(out::shared);
            out.shared(offered.description());
        }
        Map<String, String> metadata = new TreeMap<>(profile.metadata());
        out.number(metadata.size());
        metadata.forEach((key, value) -> {
            out.shared(key);
            out.shared(value);
        });
    }

    private static AgentProfile profile(Input in, String agentId) {
        AgentName name = new AgentName(in.shared());
        AgentMode mode = MODES.get(in.count("mode", MODES.size() - 1));
        AgentStatus status = STATUSES.get(in.count("status", STATUSES.size() - 1));
        int maxInFlight = in.count("max_in_flight", AgentProfile.MAX_IN_FLIGHT);
        int load = in.count("load", AgentProfile.FULL);
        Instant registeredAt = Instant.ofEpochMilli(in.number());
        List<OfferedCapability> capabilities = capabilities(in);
        return new AgentProfile(
                agentId, name, capabilities, mode, status, maxInFlight, load, metadata(in), registeredAt);
    }

    private static List<OfferedCapability> capabilities(Input in) {
        List<OfferedCapability> capabilities = new ArrayList<>();
        int count = in.count("capabilities", AgentProfile.MAX_CAPABILITIES);
        for (int i = 0; i < count; i++) {
            String name = in.shared();
            Optional<String> version = in.count("version's flag", 1) == 1 ? Optional.of(in.shared()) : Optional.empty();
            capabilities.add(new OfferedCapability(new Capability(name, version), in.shared()));
        }
        return in.shared(List.copyOf(capabilities));
    }

    private static Map<String, String> metadata(Input in) {
        Map<String, String> metadata = new HashMap<>();
        int count = in.count("metadata", AgentProfile.MAX_METADATA);
        for (int i = 0; i < count; i++) {
            if (metadata.put(in.shared(), in.shared()) != null) {
                throw new MalformedClusterMessageException("has one key of metadata twice");
            }
        }
        return in.shared(Map.copyOf(metadata));
    }
}
