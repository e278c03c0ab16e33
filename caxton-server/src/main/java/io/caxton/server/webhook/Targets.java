package io.caxton.server.webhook;

import io.caxton.core.validation.InvalidRequestException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Where may be posted to: public addresses, and what a property allows beside them. As the resolver of the HTTP client it
 * hands out only addresses that are allowed, so that what was checked is what is connected to.
 */
final class Targets implements DnsResolver {
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,252})");

    private final DnsResolver dns;
    private final Set<Integer> ports;
    private final List<Network> networks = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** @throws IllegalArgumentException if an allowed target is neither a network nor a host name */
    Targets(List<String> allowed, List<Integer> ports, DnsResolver dns) {
        this.dns = dns;
        this.ports = Set.copyOf(ports);
        for (String target : allowed) {
            Network.parse(target).ifPresentOrElse(networks::add, () -> names.add(name(target)));
        }
    }

    private static String name(String target) {
        String name = target.toLowerCase(Locale.ROOT);
        if (!HOST_NAME.matcher(name).matches() || name.chars().noneMatch(Character::isLetter)) {
            throw new IllegalArgumentException("caxton.webhook.allowed-targets has '" + target
                    + "', which is neither a network such as 10.0.0.0/8, nor an address, nor a host name");
        }
        return name;
    }

    /** The host may not be posted to, whatever it resolves to now. */
    static final class ForbiddenTargetException extends UnknownHostException {
        /** Also told of a host that is not known: which names are is not for everybody who reads what became of a message. */
        static final String REASON = "its host is not known or has no address that may be posted to";

        ForbiddenTargetException() {
            super(REASON);
        }
    }

    /** Why a URL may not be posted to, as its host is looked up with {@code lookups}; empty if it may. */
    Optional<String> refusal(URI url, DnsResolver lookups) {
        String host = host(url);
        try {
            return Arrays.stream(lookups.resolve(host)).allMatch(address -> allows(host, address))
                    ? Optional.empty()
                    : Optional.of(
                            "leads to an address that is not public; caxton.webhook.allowed-targets can allow it");
        } catch (UnknownHostException e) {
            return Optional.of("its host is not known, or could not be looked up in time");
        }
    }

    /** Reads a URL without looking its host up. */
    URI parse(String field, String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new InvalidRequestException(field, "is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new InvalidRequestException(field, "must begin with https:// or http://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new InvalidRequestException(field, "must not hold credentials; posts are signed");
        }
        if (uri.getHost() == null) {
            throw new InvalidRequestException(field, "must name a host, an international one in its xn-- form");
        }
        if (uri.getRawFragment() != null) {
            throw new InvalidRequestException(field, "must not have a fragment");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        if (port == 0 || port > 65_535 || !(ports.isEmpty() || ports.contains(port))) {
            throw new InvalidRequestException(field, "names a port that is not allowed");
        }
        return uri;
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean allows(String host, InetAddress address) {
        return PublicAddresses.contain(address)
                || names.contains(host.toLowerCase(Locale.ROOT))
                || networks.stream().anyMatch(network -> network.contains(address));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] allowed = Arrays.stream(dns.resolve(host))
                .filter(address -> allows(host, address))
                .toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new ForbiddenTargetException();
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
