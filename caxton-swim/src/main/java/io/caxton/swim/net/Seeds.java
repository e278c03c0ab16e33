package io.caxton.swim.net;

import io.caxton.swim.NodeAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out where seeds are. Blocks while it asks the DNS. For one thread at a time. */
final class Seeds {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
    private static final String SRV = "srv:";
    /** So many addresses are tried at most. */
    private static final int MOST = 256;

    private final int defaultPort;
    /** What could not be found the last time, and need not be said again. */
    private final Set<String> missing = new HashSet<>();

    Seeds(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** Their addresses; those that cannot be found are left out, which is logged once. */
    List<NodeAddress> resolve(List<String> seeds) {
        Set<NodeAddress> found = new LinkedHashSet<>();
        for (String seed : seeds) {
            try {
                found.addAll(seed.startsWith(SRV) ? service(seed.substring(SRV.length())) : host(seed));
                missing.remove(seed);
            } catch (UnknownHostException | NamingException | IllegalArgumentException e) {
                if (missing.add(seed)) {
                    LOG.warn("The seed {} cannot be found: {}", seed, e.getMessage());
                }
            }
        }
        return found.stream().limit(MOST).toList();
    }

    private List<NodeAddress> host(String seed) throws UnknownHostException {
        int bracket = seed.lastIndexOf(']');
        int colon = seed.lastIndexOf(':');
        boolean bareIpv6 = bracket < 0 && colon != seed.indexOf(':');
        if (colon <= bracket || bareIpv6) {
            return addresses(seed, defaultPort);
        }
        return addresses(seed.substring(0, colon), Integer.parseInt(seed.substring(colon + 1)));
    }

    private static List<NodeAddress> addresses(String host, int port) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(address -> NodeAddress.of(address.getAddress(), port))
                .toList();
    }

    /**
     * The SRV records of a name (RFC 2782), as text: nothing of an answer is deserialized, and no other naming service is asked.
     * Priority and weight do not matter, as all are tried.
     */
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    private static List<NodeAddress> service(String name) throws NamingException, UnknownHostException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", "500");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        InitialDirContext context = new InitialDirContext(environment);
        try {
            Attributes attributes = context.getAttributes(name, new String[] {"SRV"});
            @Nullable Attribute records = attributes.get("SRV");
            List<NodeAddress> found = new ArrayList<>();
            if (records != null) {
                NamingEnumeration<?> all = records.getAll();
                while (all.hasMore()) {
                    found.addAll(record(String.valueOf(all.next())));
                }
            }
            return found;
        } finally {
            context.close();
        }
    }

    /** Priority, weight, port, host. */
    static List<NodeAddress> record(String record) throws UnknownHostException {
        List<String> fields = List.of(record.trim().split("\\s+"));
        if (fields.size() != 4) {
            throw new UnknownHostException("an SRV record has four fields: " + record);
        }
        String host = fields.get(3);
        return addresses(
                host.endsWith(".") ? host.substring(0, host.length() - 1) : host, Integer.parseInt(fields.get(2)));
    }
}
