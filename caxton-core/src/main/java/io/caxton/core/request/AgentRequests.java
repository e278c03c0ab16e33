package io.caxton.core.request;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.Claim;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.agent.Webhook;
import io.caxton.core.agent.WebhookSecret;
import io.caxton.core.engine.AgentUpdate;
import io.caxton.core.engine.Registration;
import io.caxton.core.engine.WebhookChange;
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
    private static final int MAX_ID = 128;
    private static final int MAX_NAME = 64;
    private static final int MAX_DESCRIPTION = 1_000;
    private static final int MAX_METADATA_NAME = 64;
    private static final int MAX_METADATA_VALUE = 1_024;
    private static final int MAX_URL = 2_048;
    private static final int MAX_SECRET = 128;

    private AgentRequests() {}

    /** A sign of life. */
    public record Heartbeat(Optional<AgentStatus> status, OptionalDouble load) {}

    /**
     * A new instance, or one that goes on with its id, whose fencing number is yet to be found; a webhook is without secret unless one was given, and its URL is not yet checked.
     */
    public static Registration register(JsonNode json, RequestLimits limits) {
        RequestReader reader = RequestReader.of(json);
        Optional<AgentName> name = reader.require("name", reader.parsed("name", MAX_NAME, AgentName::parse));
        Optional<List<OfferedCapability>> capabilities = capabilities(reader, limits);
        Optional<Webhook> webhook = reader.part("delivery").flatMap(AgentRequests::delivery);
        Optional<Claim> claim = reader.line("agent_id", MAX_ID).map(id -> new Claim(id, Claim.FIRST));
        Optional<Duration> lease = reader.duration("lease", RequestLimits.MIN_LEASE, limits.maxLease());
        Optional<Integer> inFlight = reader.integer("max_in_flight", 1, limits.maxInFlight());
        Optional<Map<String, String>> metadata = metadata(reader, limits);
        if (webhook.isPresent()) {
            reader.refuseIfPresent("lease", "is for pull, not for webhook");
        }
        reader.finish();
        return new Registration(
                name.orElseThrow(),
                capabilities.orElse(List.of()),
                webhook.isPresent() ? AgentMode.WEBHOOK : AgentMode.PULL,
                lease.orElse(AgentInstance.DEFAULT_LEASE),
                inFlight.orElse(AgentInstance.DEFAULT_MAX_IN_FLIGHT),
                metadata.orElse(Map.of()),
                webhook,
                claim);
    }

    /** A change of what an instance offers: what is given replaces what was, what is not stays. */
    public static AgentUpdate update(JsonNode json, RequestLimits limits) {
        RequestReader reader = RequestReader.of(json);
        Optional<List<OfferedCapability>> capabilities = capabilities(reader, limits);
        Optional<Integer> inFlight = reader.integer("max_in_flight", 1, limits.maxInFlight());
        Optional<Map<String, String>> metadata = metadata(reader, limits);
        Optional<WebhookChange> webhook = reader.part("delivery").map(AgentRequests::change);
        for (String fixed : List.of("name", "lease")) {
            reader.refuseIfPresent(fixed, "cannot be changed; register another instance");
        }
        for (String beaten : List.of("status", "load")) {
            reader.refuseIfPresent(beaten, "is changed by a heartbeat");
        }
        reader.finish();
        return new AgentUpdate(capabilities, inFlight, metadata, webhook);
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

    private static Optional<Webhook> delivery(RequestReader delivery) {
        Optional<String> mode = delivery.require("mode", delivery.line("mode", MAX_NAME));
        if (mode.filter("webhook"::equals).isPresent()) {
            Optional<String> url = delivery.require("url", delivery.line("url", MAX_URL));
            Optional<WebhookSecret> secret = secret(delivery);
            return url.map(there -> Webhook.of(there, secret));
        }
        delivery.refuseIfPresent("url", "is for webhook");
        delivery.refuseIfPresent("secret", "is for webhook");
        if (mode.isPresent() && !mode.get().equals("pull")) {
            delivery.refuse("mode", "must be pull or webhook");
        }
        return Optional.empty();
    }

    private static WebhookChange change(RequestReader delivery) {
        delivery.refuseIfPresent("mode", "cannot be changed; register another instance");
        return new WebhookChange(delivery.line("url", MAX_URL), secret(delivery));
    }

    private static Optional<WebhookSecret> secret(RequestReader delivery) {
        return delivery.parsed("secret", MAX_SECRET, WebhookSecret::parse);
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
