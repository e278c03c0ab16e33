package io.caxton.server.web;

import io.caxton.core.validation.InvalidRequestException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;

/**
 * The key in the path of a request, taken from the request line itself: what lies between the client and a controller
 * may merge slashes, cut parameters off or resolve dots, and a key may hold all of these.
 */
final class StatePath {
    private static final int SEGMENTS_BEFORE_KEY = 4;

    private StatePath() {}

    static String key(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        int start = 0;
        for (int i = 0; i < SEGMENTS_BEFORE_KEY; i++) {
            start = path.indexOf('/', start) + 1;
        }
        String raw = path.substring(start);
        if (Arrays.stream(raw.split("/", -1)).anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            throw new InvalidRequestException(
                    "key", "has '.' or '..' between slashes, which a path loses on its way; use ?key= instead");
        }
        return PercentCoding.decode("key", raw, false);
    }
}
