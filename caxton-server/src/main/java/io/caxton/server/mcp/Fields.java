package io.caxton.server.mcp;

import io.caxton.core.agent.AgentName;
import io.caxton.core.request.RequestReader;
import io.caxton.server.page.Cursors;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Arguments that several tools share. */
final class Fields {
    private static final int MAX_NAME = 64;
    private static final int MAX_ATTEMPT = 1_000_000;

    private Fields() {}

    /** The agent that the model speaks as. */
    static Optional<AgentName> agent(RequestReader reader) {
        return reader.require("agent", reader.parsed("agent", MAX_NAME, AgentName::parse));
    }

    /** Whole seconds, which models write more reliably than ISO 8601 durations. */
    static Optional<Duration> seconds(RequestReader reader, String field, Duration min, Duration max) {
        return reader.integer(field, seconds(min), seconds(max)).map(Duration::ofSeconds);
    }

    private static int seconds(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toSeconds());
    }

    /** Any text, such as the key of a state tool: what it may hold is the store's to say. */
    static Optional<String> text(RequestReader reader, String field) {
        Optional<JsonNode> value = reader.json(field);
        if (value.filter(json -> !json.isString()).isPresent()) {
            reader.refuse(field, "must be a JSON string");
            return Optional.empty();
        }
        return value.map(JsonNode::stringValue);
    }

    /** Which hand-out of a message is meant, if the model says so. */
    static OptionalInt attempt(RequestReader reader) {
        Optional<Integer> attempt = reader.integer("attempt", 1, MAX_ATTEMPT);
        return attempt.isPresent() ? OptionalInt.of(attempt.get()) : OptionalInt.empty();
    }

    /** The last item of the page before. */
    static Optional<String> cursor(RequestReader reader, String list) {
        return reader.parsed("cursor", Cursors.MAX_LENGTH, (field, cursor) -> Cursors.decode(list, cursor));
    }
}
