package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** What pages in a browser may do with a node that trusts whoever reaches it. */
@TestPropertySource(properties = "caxton.security.allowed-origins=https://desk.example")
class BrowserApiTest extends ApiTest {
    private String asked(String path, String... headers) {
        return RawHttp.requestAs("127.0.0.1:" + port, port, "GET", path, headers);
    }

    private static void expectForbidden(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json", "urn:caxton:problem:forbidden")
                .doesNotContain("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/agents",
                "/actuator/health",
                "/actuator/metrics",
                "/v3/api-docs",
                "/swagger-ui.html",
                "/mcp",
                "/api/v1/agents/x/link",
                "/no-such-path",
                "/error"
            })
    void aNameThatIsNotTheNodesIsRefusedOnEveryPath(String path) {
        expectForbidden(RawHttp.requestAs("rebound.example:" + port, port, "GET", path));
        expectForbidden(asked(path, "Origin: http://evil.example"));
        expectForbidden(asked(path, "Origin: null"));
    }

    @Test
    void aHandshakeFromAnotherOriginIsRefused() {
        expectForbidden(asked(
                "/api/v1/agents/x/link",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Origin: http://evil.example"));
    }

    @Test
    void itsOwnPagesAndAllowedOnesMayCall() {
        assertThat(asked("/api/v1/agents", "Origin: http://127.0.0.1:" + port)).startsWith("HTTP/1.1 200");
        expectForbidden(asked("/api/v1/agents", "Origin: http://127.0.0.1:" + (port - 1)));
        expectForbidden(asked("/api/v1/agents", "Origin: https://127.0.0.1:" + port));
        expectForbidden(asked("/api/v1/agents", "Origin: http://desk.example"));
        assertThat(asked("/api/v1/agents", "Origin: https://desk.example"))
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: https://desk.example")
                .doesNotContain("Access-Control-Allow-Credentials");
    }

    @Test
    void requestsWithoutOriginAreToldApartByWhereTheyComeFrom() {
        expectForbidden(asked("/api/v1/agents", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"));
        expectForbidden(asked("/api/v1/agents", "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors"));
        assertThat(asked("/api/v1/agents", "Sec-Fetch-Site: same-origin")).startsWith("HTTP/1.1 200");
        assertThat(asked("/api/v1/agents", "Sec-Fetch-Site: none")).startsWith("HTTP/1.1 200");
        assertThat(asked("/swagger-ui.html", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"))
                .startsWith("HTTP/1.1 302");
        assertThat(asked("/api/v1/agents"))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("Access-Control-Allow", "Set-Cookie");
    }
}
