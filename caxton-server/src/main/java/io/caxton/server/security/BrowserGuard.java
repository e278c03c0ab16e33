package io.caxton.server.security;

import io.caxton.server.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other sites from using a visitor's browser against the node, which may trust whoever reaches it: checks
 * the {@code Host} (DNS rebinding), the {@code Origin}, and where a browser sends no origin, {@code Sec-Fetch-Site}.
 * Covers every path and every handshake.
 */
final class BrowserGuard extends OncePerRequestFilter {
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final AllowedHosts hosts;
    private final List<String> origins;
    private final AuditLog audit;

    BrowserGuard(AllowedHosts hosts, List<String> origins, AuditLog audit) {
        this.hosts = hosts;
        this.origins = origins.stream().map(BrowserGuard::normal).toList();
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> refusal = refusal(request);
        if (refusal.isPresent()) {
            audit.refused("browser", request);
            ProblemWriter.write(request, response, ProblemType.FORBIDDEN.because(refusal.get()));
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<String> refusal(HttpServletRequest request) {
        String host = host(request);
        if (host == null || !hosts.allows(host)) {
            return Optional.of(
                    "the node is not known by the name in the Host header; see caxton.security.allowed-hosts");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return isOwn(origin, request, host) || origins.contains(normal(origin))
                    ? Optional.empty()
                    : Optional.of("pages of this origin may not call the node; see caxton.security.allowed-origins");
        }
        return isFromOtherSite(request)
                ? Optional.of("pages of other sites may not call the node; see caxton.security.allowed-origins")
                : Optional.empty();
    }

    /** HTTP/2 says it before the headers, and need not say it there again. */
    private static @Nullable String host(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.HOST);
        boolean saidBefore = header == null && request.getProtocol().equals("HTTP/2.0");
        return saidBefore ? request.getServerName() + ":" + request.getServerPort() : header;
    }

    /** Following a link from elsewhere is no such call. */
    private static boolean isFromOtherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && OTHER_SITES.contains(site) && !"navigate".equals(request.getHeader("Sec-Fetch-Mode"));
    }

    private static boolean isOwn(String origin, HttpServletRequest request, String host) {
        return normal(origin).equals(normal(request.getScheme() + "://" + host));
    }

    /** An origin in small letters with its port; anything else as it is, which equals no origin. */
    static String normal(String origin) {
        try {
            URI uri = URI.create(origin.trim().toLowerCase(Locale.ROOT));
            String host = uri.getHost();
            boolean plain = host != null && isEmpty(uri.getRawPath()) && uri.getRawUserInfo() == null;
            return plain ? uri.getScheme() + "://" + host + ":" + port(uri) : origin;
        } catch (IllegalArgumentException notAUri) {
            return origin;
        }
    }

    private static boolean isEmpty(@Nullable String path) {
        return path == null || path.isEmpty();
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
