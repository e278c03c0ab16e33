package io.caxton.server.mcp;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads the header {@code Accept}. */
final class Accepting {
    private Accepting() {}

    /** Whether an answer in JSON would be taken. */
    static boolean json(String accept) {
        try {
            return MediaType.parseMediaTypes(accept).stream()
                    .anyMatch(type -> type.includes(MediaType.APPLICATION_JSON) && type.getQualityValue() > 0);
        } catch (InvalidMediaTypeException notMediaTypes) {
            return false;
        }
    }
}
