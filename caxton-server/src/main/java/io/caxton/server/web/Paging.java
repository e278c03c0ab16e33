package io.caxton.server.web;

import io.caxton.core.request.RequestLimits;
import io.caxton.server.page.Cursors;
import java.util.Optional;

/**
 * Which page of a list is asked for.
 *
 * @param after the last item of the page before, in the words of the list; empty for the first page
 */
record Paging(int limit, Optional<String> after) {
    private static final int DEFAULT_LIMIT = 100;

    /** @param list names the list, so that its cursors are not taken for those of another */
    static Paging of(QueryReader query, RequestLimits limits, String list) {
        int limit = query.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxPage()), 1, limits.maxPage());
        return new Paging(limit, query.parsed("cursor", (field, cursor) -> Cursors.decode(list, cursor)));
    }

    /** The same for a list whose items have positions. */
    static Paging ofPositions(QueryReader query, RequestLimits limits, String list) {
        int limit = query.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxPage()), 1, limits.maxPage());
        return new Paging(
                limit, query.parsed("cursor", (field, cursor) -> Long.toString(Cursors.position(list, cursor))));
    }

    long afterPosition() {
        return after.map(Long::parseLong).orElse(0L);
    }
}
