package io.caxton.server.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Keeps a node that asks for no credentials on the loopback address. */
final class ExposureCheck {
    private static final String TOKENS = "spring.security.oauth2.resourceserver.jwt";

    private ExposureCheck() {}

    /** @throws SecurityConfigurationException that names the property to set if others could reach an open node */
    static void requireLoopbackOrCredentials(Environment environment) {
        if (hasCredentials(environment)) {
            return;
        }
        exposed(environment, "server.address")
                .or(() -> hasManagementPort(environment)
                        ? exposed(environment, "management.server.address")
                        : Optional.empty())
                .ifPresent(ExposureCheck::refuse);
    }

    private static void refuse(String property) {
        throw new SecurityConfigurationException(
                List.of(property
                        + " lets the node listen where others can reach it, and no credentials are configured: whoever"
                        + " reaches it could do everything."),
                "Set caxton.security.api-keys (or a JWT resource server, " + TOKENS + ".issuer-uri), or set " + property
                        + " to 127.0.0.1.");
    }

    /** Only whether there are any: what is wrong with them is another's to say. */
    private static boolean hasCredentials(Environment environment) {
        return Binder.get(environment)
                        .bind("caxton.security.api-keys", Bindable.listOf(SecurityProperties.ApiKeyProperties.class))
                        .map(keys -> !keys.isEmpty())
                        .orElse(false)
                || List.of(".issuer-uri", ".jwk-set-uri", ".public-key-location").stream()
                        .anyMatch(name ->
                                environment.getProperty(TOKENS + name, "").length() > 0);
    }

    /** Whether the actuator has a port of its own. */
    static boolean hasManagementPort(Environment environment) {
        int port = environment.getProperty("management.server.port", Integer.class, -1);
        // A port of 0 is any that is free, never the same one.
        return port == 0 || (port > 0 && port != environment.getProperty("server.port", Integer.class, 8080));
    }

    private static Optional<String> exposed(Environment environment, String property) {
        String address = environment.getProperty(property, "").trim();
        return isLoopback(address) ? Optional.empty() : Optional.of(property);
    }

    private static boolean isLoopback(String address) {
        if (address.isEmpty()) {
            return false;
        }
        try {
            return Arrays.stream(InetAddress.getAllByName(address)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException resolvesNowhere) {
            return false;
        }
    }
}
