package io.caxton.server.mcp;

import io.caxton.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Keeps a web page from reaching a node on the machine of its reader (DNS rebinding): whoever comes in at a loopback
 * address must have asked for one, and if a browser says which page asks, that page must be local too.
 */
final class LocalNames {
    private LocalNames() {}

    static void check(HttpServletRequest request) {
        if (!isLoopback(request.getLocalAddr())) {
            return;
        }
        if (!isLocal(request.getServerName())) {
            throw ProblemType.FORBIDDEN
                    .because("the header Host names another machine than this")
                    .asException();
        }
        @Nullable String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !hostOf(origin).filter(LocalNames::isLocal).isPresent()) {
            throw ProblemType.FORBIDDEN
                    .because("the header Origin names a page of another machine")
                    .asException();
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }

    private static boolean isLocal(String host) {
        return switch (host) {
            case "localhost", "127.0.0.1", "::1", "[::1]", "0:0:0:0:0:0:0:1" -> true;
            default -> false;
        };
    }

    private static Optional<String> hostOf(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getHost());
        } catch (IllegalArgumentException notAnOrigin) {
            return Optional.empty();
        }
    }
}
