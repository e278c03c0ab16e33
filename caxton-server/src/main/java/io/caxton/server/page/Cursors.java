package io.caxton.server.page;

import io.caxton.core.validation.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The cursors of lists: opaque to clients, and good for one list alone. */
public final class Cursors {
    /** Characters of a cursor. */
    public static final int MAX_LENGTH = 1_024;

    private Cursors() {}

    /** Ends a page of a list: {@code last} is its last item if there are more, null if there are none. */
    public static void put(ObjectNode page, String list, @Nullable String last) {
        if (last == null) {
            page.putNull("next_cursor");
        } else {
            page.put("next_cursor", encode(list, last));
        }
    }

    /**
     * The position a cursor stands for.
     *
     * @throws InvalidRequestException if it is not a cursor of this list
     */
    public static long position(String list, String cursor) {
        String position = decode(list, cursor);
        if (!position.matches("\\d{1,18}")) {
            throw noCursor();
        }
        return Long.parseLong(position);
    }

    private static String encode(String list, String last) {
        byte[] bytes = (list + ":" + last).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The last item of the page before.
     *
     * @throws InvalidRequestException if it is not a cursor of this list
     */
    public static String decode(String list, String cursor) {
        try {
            byte[] bytes = cursor.length() > MAX_LENGTH
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
