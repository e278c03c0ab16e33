package io.caxton.spring.peer;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Whether a request can be one of a node at all, before anything of it is believed. */
final class CallerCheck {
    /** What only a browser says, of every page's POST. */
    private static final List<String> BROWSER = List.of("Origin", "Sec-Fetch-Site");

    /** What says that the neighbour only passes on what came from elsewhere. */
    private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private CallerCheck() {}

    static void check(HttpServletRequest request, boolean encrypted) throws RefusedException {
        if (!"POST".equals(request.getMethod())) {
            throw new RefusedException(Refusal.METHOD);
        }
        boolean allowed = BROWSER.stream().allMatch(header -> request.getHeader(header) == null)
                && (encrypted || isOfThisMachine(request));
        if (!allowed) {
            throw new RefusedException(Refusal.NOT_ALLOWED);
        }
    }

    private static boolean isOfThisMachine(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && PASSED_ON.stream().allMatch(header -> request.getHeader(header) == null);
    }

    /** Of a numeric address, or {@code localhost}; nothing is looked up. */
    static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        boolean numeric = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        try {
            return numeric && !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}
