package io.caxton.server.security;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;

/** What the node listens on; a wildcard address where it listens on all. */
record BoundAddresses(List<InetAddress> all) {
    static BoundAddresses of(ServerProperties server, Environment environment) {
        List<InetAddress> all = new ArrayList<>(List.of(orWildcard(server.getAddress())));
        if (ExposureCheck.hasManagementPort(environment)) {
            all.add(orWildcard(Binder.get(environment)
                    .bind("management.server.address", InetAddress.class)
                    .orElse(null)));
        }
        return new BoundAddresses(List.copyOf(all));
    }

    private static InetAddress orWildcard(@Nullable InetAddress address) {
        return Optional.ofNullable(address).orElseGet(() -> new InetSocketAddress(0).getAddress());
    }
}
