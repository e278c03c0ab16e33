package io.caxton.server.mcp;

import io.caxton.core.request.RequestReader;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateKeys;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code state_store}: keeps a value under a key. */
@Component
final class StateStoreTool implements NodeTool {
    private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

    private final McpStateTool state;

    StateStoreTool(McpStateTool state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "state_store";
    }

    @Override
    public CompletableFuture<ObjectNode> call(ToolCall call) {
        RequestReader reader = RequestReader.of(call.arguments());
        Optional<String> key = reader.require("key", Fields.text(reader, "key"));
        Optional<JsonNode> value = reader.require("value", reader.json("value"));
        Optional<String> version = reader.line("if_version", StateKeys.MAX_VERSION_LENGTH);
        boolean absent = reader.flag("if_absent").orElse(false);
        Optional<Duration> ttl = Fields.seconds(
                reader, "ttl_seconds", SHORTEST_TTL, state.limits().maxTtl());
        if (absent && version.isPresent()) {
            reader.refuse("if_absent", "contradicts if_version");
        }
        reader.finish();
        call.caller().requireStateKey(key.orElseThrow());
        StoreRequest plain = StoreRequest.of(key.orElseThrow(), value.orElseThrow());
        StoreRequest lasting = ttl.map(plain::expiringAfter).orElse(plain);
        StoreRequest store = absent
                ? lasting.ifAbsent()
                : version.map(v -> ifVersion(lasting, v)).orElse(lasting);
        return CompletableFuture.completedFuture(write(state.store(store)));
    }

    private static StoreRequest ifVersion(StoreRequest store, String version) {
        if (!StateKeys.isVersion(version)) {
            throw failed(Optional.empty());
        }
        return store.ifVersion(version);
    }

    private static ObjectNode write(StoreResult result) {
        if (result instanceof StoreResult.ConditionFailed failed) {
            throw failed(failed.currentVersion());
        }
        StoreResult.Stored stored = (StoreResult.Stored) result;
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", stored.version())
                .put("created", stored.created());
    }

    /** The condition of a change does not hold. */
    static ProblemException failed(Optional<String> currentVersion) {
        Problem problem = ProblemType.CONDITION_FAILED.because(
                currentVersion.isPresent()
                        ? "the key has another version; nothing was changed"
                        : "nothing was changed");
        return currentVersion
                .map(version -> problem.with("current_version", version))
                .orElse(problem)
                .asException();
    }
}
