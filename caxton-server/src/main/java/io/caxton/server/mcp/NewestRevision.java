package io.caxton.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revision 2026-07-28: no handshake; every request says in {@code _meta} which revision it speaks and what its client can
 * do, repeats method and name in headers, and every result says what type it is of and how long it keeps.
 */
final class NewestRevision implements Revision {
    private static final String CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";
    private static final String CLIENT_KEY = "io.modelcontextprotocol/clientInfo";
    private static final String SERVER_KEY = "io.modelcontextprotocol/serverInfo";

    /** What the revision removed; the SDK would still answer some of it. */
    private static final Set<String> REMOVED =
            Set.of("initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

    private static final Set<String> CACHEABLE = Set.of(
            "server/discover",
            "tools/list",
            "prompts/list",
            "resources/list",
            "resources/templates/list",
            "resources/read");

    /** How long a listing keeps: the tools change with the version of the node alone. */
    private static final long FRESH_MILLIS = 300_000;

    private final ServerFacts server;

    NewestRevision(ServerFacts server) {
        this.server = server;
    }

    @Override
    public void check(HttpServletRequest request, RpcMessage message) {
        if (message.isNotification()) {
            return;
        }
        String version = checkMeta(message.meta());
        RequestHeaders.checkVersion(request, version);
        if (!version.equals(NEWEST)) {
            throw EarlierRevisions.unsupported(List.of(NEWEST), version);
        }
        RequestHeaders.checkMethodAndName(request, message);
        if (REMOVED.contains(message.method())) {
            throw new RpcException(404, RpcException.METHOD_NOT_FOUND, "revision " + NEWEST + " has no such method");
        }
    }

    private static String checkMeta(JsonNode meta) {
        List<String> wrong = new ArrayList<>();
        if (!meta.path(VERSION_KEY).isString()) {
            wrong.add(VERSION_KEY + " (a text)");
        }
        if (!meta.path(CAPABILITIES_KEY).isObject()) {
            wrong.add(CAPABILITIES_KEY + " (an object)");
        }
        if (meta.has(CLIENT_KEY) && !meta.path(CLIENT_KEY).isObject()) {
            wrong.add(CLIENT_KEY + " (an object, if given)");
        }
        if (!wrong.isEmpty()) {
            throw RpcException.badRequest(
                    RpcException.INVALID_PARAMS, "params._meta must have " + String.join(" and ", wrong));
        }
        return meta.path(VERSION_KEY).stringValue();
    }

    @Override
    public Optional<Answer> answer(RpcMessage message) {
        if (!message.method().equals("server/discover")) {
            return Optional.empty();
        }
        ObjectNode answer = server.discover(List.of(NEWEST));
        answer.set("id", message.id().orElseThrow());
        return Optional.of(shape(message, answer));
    }

    @Override
    public Answer shape(RpcMessage message, ObjectNode answer) {
        if (!(answer.path("result") instanceof ObjectNode result)) {
            return new Answer(status(answer.path("error").path("code").asInt(0)), answer);
        }
        if (!result.has("resultType")) {
            result.put("resultType", "complete");
        }
        if (CACHEABLE.contains(message.method())) {
            result.put("ttlMs", FRESH_MILLIS);
            result.put("cacheScope", "public");
        }
        result.withObjectProperty("_meta").set(SERVER_KEY, server.info());
        return new Answer(200, answer);
    }

    private static int status(int code) {
        return switch (code) {
            case RpcException.METHOD_NOT_FOUND -> 404;
            case RpcException.MISSING_CLIENT_CAPABILITY -> 400;
            default -> 200;
        };
    }
}
