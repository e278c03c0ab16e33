package io.caxton.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The headers of revision 2026-07-28, which repeat what the body says so that a proxy need not read it. */
final class RequestHeaders {
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final String BASE64_START = "=?base64?";
    private static final String BASE64_END = "?=";

    /** The parameter that {@code Mcp-Name} repeats, by method. */
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private RequestHeaders() {}

    static void checkVersion(HttpServletRequest request, String version) {
        if (!header(request, Revision.VERSION_HEADER).filter(version::equals).isPresent()) {
            throw mismatch(Revision.VERSION_HEADER, "params._meta");
        }
    }

    static void checkMethodAndName(HttpServletRequest request, RpcMessage message) {
        if (!header(request, METHOD).filter(message.method()::equals).isPresent()) {
            throw mismatch(METHOD, "method");
        }
        String field = NAMED_BY.get(message.method());
        if (field == null) {
            return;
        }
        JsonNode name = message.params().path(field);
        Optional<String> header = header(request, NAME).map(RequestHeaders::decoded);
        if (name.isString() && !header.filter(name.stringValue()::equals).isPresent()) {
            throw mismatch(NAME, "params." + field);
        }
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).map(String::strip);
    }

    /** A value that no header can carry comes as {@code =?base64?…?=}. */
    private static String decoded(String value) {
        if (!value.startsWith(BASE64_START)
                || !value.endsWith(BASE64_END)
                || value.length() < BASE64_START.length() + BASE64_END.length()) {
            return value;
        }
        String encoded = value.substring(BASE64_START.length(), value.length() - BASE64_END.length());
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw RpcException.badRequest(RpcException.HEADER_MISMATCH, "the header " + NAME + " is not valid Base64");
        }
    }

    private static RpcException mismatch(String header, String field) {
        return RpcException.badRequest(
                RpcException.HEADER_MISMATCH,
                "the header " + header + " must be there and say the same as " + field + " in the body");
    }
}
