package io.caxton.server.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may come in. Without API keys and without a JWT resource server whoever reaches the node may do everything, and the
 * node refuses to listen anywhere but on the loopback address.
 *
 * @param apiKeys Keys that are accepted as bearer tokens, each with id, sha256, roles and agents.
 * @param allowedHosts Host names that clients may call the node by, besides loopback names and the addresses it listens
 *     on; *.example.com stands for every name below, * for any.
 * @param allowedOrigins Origins, such as https://desk.example.com, whose pages may call the node from a browser.
 * @param jwt What a JSON Web Token says about its bearer.
 * @param audit The audit log.
 */
@ConfigurationProperties("caxton.security")
record SecurityProperties(
        @DefaultValue List<ApiKeyProperties> apiKeys,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue Jwt jwt,
        @DefaultValue Audit audit) {

    /**
     * An API key; what is wrong with it is found when the node starts.
     *
     * @param id What the audit log and limits know its bearer by.
     * @param sha256 SHA-256 of the key in hexadecimal.
     * @param roles Roles of its bearer: admin, agent, viewer.
     * @param agents Agent names its bearer may act as; one that ends in * stands for every name that starts so.
     */
    record ApiKeyProperties(
            @Nullable String id,
            @Nullable String sha256,
            @DefaultValue List<String> roles,
            @DefaultValue List<String> agents) {}

    /**
     * Where a token says what its bearer may do.
     *
     * @param rolesClaim Claim of a token that lists roles: admin, agent, viewer.
     * @param agentsClaim Claim of a token that lists the agent names its bearer may act as.
     */
    record Jwt(
            @DefaultValue("roles") String rolesClaim,
            @DefaultValue("agents") String agentsClaim) {}

    /**
     * The audit log.
     *
     * @param enabled Whether security-relevant acts are logged, one line each, by the logger caxton.audit.
     */
    record Audit(@Nullable Boolean enabled) {}
}
