package io.caxton.server.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;

/**
 * Asks the node of this machine whether it is ready, for supervisors that run a command, as a container engine does: exit
 * code 0 if it is, 1 if not. It needs nothing but the JDK, and asks where the environment says that the node listens:
 * {@code SERVER_PORT}, {@code SERVER_ADDRESS}, {@code SERVER_SSL_BUNDLE} and the like. Whoever configures the node elsewhere
 * gives it the URL as argument.
 */
public final class ReadinessProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Set<String> WILDCARDS = Set.of("", "0.0.0.0", "::", "[::]");

    private ReadinessProbe() {}

    /** Asks once, says on the standard output what came of it, and ends the process. */
    public static void main(String... arguments) {
        URI target = arguments.length > 0 ? URI.create(arguments[0]) : target(System.getenv());
        System.exit(ask(target, System.out));
    }

    /** Where a node with these environment variables answers. */
    static URI target(Map<String, String> environment) {
        String address = environment.getOrDefault("SERVER_ADDRESS", "").strip();
        String host = WILDCARDS.contains(address) ? "127.0.0.1" : address;
        String port = environment.getOrDefault("SERVER_PORT", "8080").strip();
        boolean encrypted = !environment.getOrDefault("SERVER_SSL_BUNDLE", "").isBlank()
                || Boolean.parseBoolean(environment.get("SERVER_SSL_ENABLED"));
        boolean bareIpv6 = host.contains(":") && !host.startsWith("[");
        String path = environment.getOrDefault("SERVER_SERVLET_CONTEXTPATH", "") + "/actuator/health/readiness";
        return URI.create(
                (encrypted ? "https://" : "http://") + (bareIpv6 ? "[" + host + "]" : host) + ":" + port + path);
    }

    /** Exit code: 0 if the answer is 200. */
    static int ask(URI target, PrintStream out) {
        try {
            URLConnection connection = target.toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(PATIENCE.toMillis()));
            connection.setReadTimeout(Math.toIntExact(PATIENCE.toMillis()));
            if (connection instanceof HttpsURLConnection encrypted) {
                OwnNode.trust(encrypted);
            }
            int status = ((HttpURLConnection) connection).getResponseCode();
            out.println(target + " answers " + status);
            return status == HttpURLConnection.HTTP_OK ? 0 : 1;
        } catch (IOException | GeneralSecurityException | ClassCastException | IllegalArgumentException failed) {
            out.println(target + " does not answer: "
                    + Optional.ofNullable(failed.getMessage()).orElse(failed.toString()));
            return 1;
        }
    }
}
