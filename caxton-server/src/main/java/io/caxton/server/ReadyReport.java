package io.caxton.server;

import io.caxton.server.security.Credentials;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says once, when the node serves, where it is and what to do first. */
@Component
final class ReadyReport {
    private static final Logger LOG = LoggerFactory.getLogger(ReadyReport.class);
    private static final String LOOPBACK = "127.0.0.1";

    private final Credentials credentials;

    ReadyReport(Credentials credentials) {
        this.credentials = credentials;
    }

    @EventListener
    void onReady(ApplicationReadyEvent ready) {
        Environment environment = ready.getApplicationContext().getEnvironment();
        String port = environment.getProperty("local.server.port", "");
        if (!port.isEmpty()) {
            LOG.info("{}", report(environment, port, credentials.required()));
        }
    }

    static String report(Environment environment, String port, boolean credentials) {
        String address = environment.getProperty("server.address", LOOPBACK);
        String scheme = environment.getProperty("server.ssl.enabled", Boolean.class, false)
                        || environment.containsProperty("server.ssl.bundle")
                ? "https"
                : "http";
        String base = scheme + "://" + hostToCall(address) + ":" + port
                + environment.getProperty("server.servlet.context-path", "");
        Path data = Path.of(environment.getProperty("caxton.data-dir", "./data"))
                .toAbsolutePath()
                .normalize();
        String json =
                (credentials ? " -H \"Authorization: Bearer $KEY\"" : "") + " -H 'Content-Type: application/json'";
        return String.join(
                System.lineSeparator(),
                "Caxton listens on " + address + ":" + port + " and keeps its data in " + data,
                "  API: " + base + "/swagger-ui.html",
                "  First steps" + (credentials ? ", with a key of an admin in $KEY" : "")
                        + ": register an agent, then send it a message:",
                "  curl " + base + "/api/v1/agents" + json + " -d '{\"name\":\"echo\"}'",
                "  curl " + base + "/api/v1/messages" + json + " -d"
                        + " '{\"performative\":\"inform\",\"sender\":\"me\",\"receiver\":\"echo\",\"content\":\"hello\"}'");
    }

    /** A wildcard address can be listened on but not called. */
    private static String hostToCall(String address) {
        return switch (address) {
            case "0.0.0.0", "::", "[::]" -> LOOPBACK;
            default -> address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
        };
    }
}
