package io.caxton.core.request;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.validation.FieldError;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What agents say of themselves. Each method throws {@link InvalidRequestException} with everything that is wrong. */
public final class AgentRequests {
    /** How long an instance that did not say may be silent. */
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(60);

    /** How many messages an instance that did not say is handed at once. */
    public static final int DEFAULT_IN_FLIGHT = 16;

    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 1_024;
    private static final int MAX_URL = 2_048;

    private AgentRequests() {}

    /** A sign of life. */
    public record Heartbeat(Optional<AgentStatus> status, OptionalDouble load) {}

    /** A new instance. */
    public static Registration register(JsonNode json, RequestLimits limits) {
        RequestReader reader = RequestReader.of(json);
        Optional<AgentName> name = reader.require("name", reader.parsed("name", MAX_NAME, AgentName::parse));
        Optional<List<OfferedCapability>> capabilities = capabilities(reader, limits);
        reader.part("delivery").ifPresent(AgentRequests::checkDelivery);
        Optional<Duration> lease = reader.duration("lease", RequestLimits.MIN_LEASE, limits.maxLease());
        Optional<Integer> inFlight = reader.integer("max_in_flight", 1, limits.maxInFlight());
        Optional<Map<String, String>> metadata = metadata(reader, limits);
        reader.finish();
        return new Registration(
                name.orElseThrow(),
                capabilities.orElse(List.of()),
                AgentMode.PULL,
                lease.orElse(DEFAULT_LEASE),
                inFlight.orElse(DEFAULT_IN_FLIGHT),
                metadata.orElse(Map.of()));
    }

    /** A change of what an instance offers: what is given replaces what was, what is not stays. */
    public static AgentUpdate update(JsonNode json, RequestLimits limits) {
        RequestReader reader = RequestReader.of(json);
        Optional<List<OfferedCapability>> capabilities = capabilities(reader, limits);
        Optional<Integer> inFlight = reader.integer("max_in_flight", 1, limits.maxInFlight());
        Optional<Map<String, String>> metadata = metadata(reader, limits);
        for (String fixed : List.of("name", "delivery", "lease")) {
            reader.refuseIfPresent(fixed, "cannot be changed; register another instance");
        }
        for (String beaten : List.of("status", "load")) {
            reader.refuseIfPresent(beaten, "is changed by a heartbeat");
        }
        reader.finish();
        return new AgentUpdate(capabilities, inFlight, metadata);
    }

    public static Heartbeat heartbeat(JsonNode json) {
        RequestReader reader = RequestReader.of(json);
        Optional<AgentStatus> status = reader.constant("status", AgentStatus.class);
        if (status.filter(s -> s == AgentStatus.LOST).isPresent()) {
            reader.refuse("status", "must be one of ready, busy, draining");
        }
        OptionalDouble load = reader.share("load");
        reader.finish();
        return new Heartbeat(status, load);
    }

    private static void checkDelivery(RequestReader delivery) {
        Optional<String> mode = delivery.require("mode", delivery.line("mode", MAX_NAME));
        delivery.line("url", MAX_URL);
        if (mode.filter("webhook"::equals).isPresent()) {
            delivery.refuse("mode", "webhook is not available yet in this version; use pull");
        } else if (mode.filter("pull"::equals).isPresent()) {
            delivery.refuseIfPresent("url", "is for webhook, not for pull");
        } else if (mode.isPresent()) {
            delivery.refuse("mode", "must be pull");
        }
    }

    private static Optional<Map<String, String>> metadata(RequestReader reader, RequestLimits limits) {
        return reader.texts("metadata", limits.maxMetadata(), MAX_METADATA_NAME, MAX_METADATA_VALUE);
    }

    private static Optional<List<OfferedCapability>> capabilities(RequestReader reader, RequestLimits limits) {
        Set<Capability> seen = new HashSet<>();
        return reader.list("capabilities", limits.maxCapabilities(), (path, item) -> {
            OfferedCapability offered = capability(path, item);
            if (!seen.add(offered.capability())) {
                throw new InvalidRequestException(path, "is listed twice");
            }
            return offered;
        });
    }

    private static OfferedCapability capability(String path, JsonNode item) {
        if (item.isString()) {
            return new OfferedCapability(Capability.parse(path, item.stringValue()), "");
        }
        if (!item.isObject()) {
            throw new InvalidRequestException(List.of(new FieldError(path, "must be a JSON string or object")));
        }
        RequestReader reader = RequestReader.at(path, item);
        Optional<String> name = reader.require("name", reader.line("name", Capability.MAX_NAME));
        Optional<String> version = reader.line("version", Capability.MAX_VERSION);
        Optional<String> description = reader.prose("description", MAX_DESCRIPTION);
        reader.finish();
        return new OfferedCapability(Capability.of(path, name.orElseThrow(), version), description.orElse(""));
    }
}
