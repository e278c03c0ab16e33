package io.caxton.server.mcp;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Tells which revision a request speaks: a request of the newest says so in its {@code _meta}, or in its header. */
final class Revisions {
    private final Revision earlier;
    private final Revision newest;

    Revisions(Revision earlier, Revision newest) {
        this.earlier = earlier;
        this.newest = newest;
    }

    Revision of(HttpServletRequest request, RpcMessage message) {
        JsonNode claim = message.meta().path(Revision.VERSION_KEY);
        if (!claim.isMissingNode()) {
            return claim.isString() && Revision.EARLIER.contains(claim.stringValue()) ? earlier : newest;
        }
        @Nullable String header = request.getHeader(Revision.VERSION_HEADER);
        return header != null && header.strip().equals(Revision.NEWEST) ? newest : earlier;
    }
}
