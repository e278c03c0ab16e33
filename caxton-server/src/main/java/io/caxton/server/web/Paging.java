package io.caxton.server.web;

import io.caxton.core.request.RequestLimits;
import io.caxton.core.validation.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which page of a list is asked for.
 *
 * @param after the last item of the page before, in the words of the list; empty for the first page
 */
record Paging(int limit, Optional<String> after) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_CURSOR = 1_024;

    /** What a page weighs at most before it ends early; a single larger item still goes. */
    static final long MAX_PAGE_BYTES = 16L << 20;

    /** @param list names the list, so that its cursors are not taken for those of another */
    static Paging of(QueryReader query, RequestLimits limits, String list) {
        int limit = query.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxPage()), 1, limits.maxPage());
        return new Paging(limit, query.parsed("cursor", (field, cursor) -> decode(list, cursor)));
    }

    /** The same for a list whose items have positions. */
    static Paging ofPositions(QueryReader query, RequestLimits limits, String list) {
        int limit = query.integer("limit", Math.min(DEFAULT_LIMIT, limits.maxPage()), 1, limits.maxPage());
        return new Paging(limit, query.parsed("cursor", (field, cursor) -> {
            String position = decode(list, cursor);
            if (!position.matches("\\d{1,18}")) {
                throw noCursor();
            }
            return position;
        }));
    }

    long afterPosition() {
        return after.map(Long::parseLong).orElse(0L);
    }

    /** Ends a page of a list: {@code last} is its last item if there are more, null if there are none. */
    static void putCursor(ObjectNode page, String list, @Nullable String last) {
        if (last == null) {
            page.putNull("next_cursor");
        } else {
            page.put("next_cursor", encode(list, last));
        }
    }

    private static String encode(String list, String last) {
        byte[] bytes = (list + ":" + last).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decode(String list, String cursor) {
        try {
            byte[] bytes = cursor.length() > MAX_CURSOR
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(cursor);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith(list + ":")) {
                return text.substring(list.length() + 1);
            }
        } catch (IllegalArgumentException | CharacterCodingException notACursor) {
            // Answered below, like any other text that is not a cursor.
        }
        throw noCursor();
    }

    private static InvalidRequestException noCursor() {
        return new InvalidRequestException("cursor", "is not a next_cursor of this list");
    }
}
