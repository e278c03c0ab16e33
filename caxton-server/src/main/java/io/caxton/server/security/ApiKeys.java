package io.caxton.server.security;

import io.caxton.server.security.SecurityProperties.ApiKeyProperties;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The API keys of the configuration, checked. */
final class ApiKeys {
    private static final String PROPERTY = "caxton.security.api-keys";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Map<KeyHash, Caller> callers = new HashMap<>();

    /** @throws SecurityConfigurationException that names the index and field of everything that is wrong */
    ApiKeys(List<ApiKeyProperties> configured) {
        List<String> mistakes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < configured.size(); i++) {
            add(configured.get(i), PROPERTY + "[" + i + "].", ids, mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new SecurityConfigurationException(
                    mistakes,
                    "Each entry of " + PROPERTY + " has an id, the sha256 of its key, roles, and for the role agent the"
                            + " agents it may act as. Make a key with: openssl rand -base64 32");
        }
    }

    private void add(ApiKeyProperties key, String at, Set<String> ids, List<String> mistakes) {
        int before = mistakes.size();
        String id = key.id() == null ? "" : key.id();
        if (!ID.matcher(id).matches() || id.equals(Caller.LOCAL.id())) {
            mistakes.add(at + "id must match " + ID + " and not be '" + Caller.LOCAL.id() + "'");
        } else if (!ids.add(id)) {
            mistakes.add(at + "id is another key's: '" + id + "'");
        }
        String sha256 = key.sha256() == null ? "" : key.sha256();
        // Not quoted: it may be the key itself, put here by mistake.
        if (!SHA256.matcher(sha256).matches()) {
            mistakes.add(at + "sha256 must be the SHA-256 of the key, 64 hexadecimal digits");
        }
        Set<Role> roles = roles(key.roles(), at, mistakes);
        List<String> agents = agents(key.agents(), at, mistakes);
        if (roles.contains(Role.AGENT) && key.agents().isEmpty()) {
            mistakes.add(at + "agents must name at least one agent, because the key has the role agent");
        }
        if (mistakes.size() == before
                && callers.put(new KeyHash(sha256.toLowerCase(Locale.ROOT)), new Caller(id, roles, agents)) != null) {
            mistakes.add(at + "sha256 is another key's");
        }
    }

    private static Set<Role> roles(List<String> names, String at, List<String> mistakes) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int i = 0; i < names.size(); i++) {
            Optional<Role> role = Role.parse(names.get(i));
            role.ifPresent(roles::add);
            if (role.isEmpty()) {
                mistakes.add(at + "roles[" + i + "] must be admin, agent or viewer");
            }
        }
        if (names.isEmpty()) {
            mistakes.add(at + "roles must name at least one of admin, agent and viewer");
        }
        return roles;
    }

    private static List<String> agents(List<String> names, String at, List<String> mistakes) {
        for (int i = 0; i < names.size(); i++) {
            if (!Caller.isAgents(names.get(i))) {
                mistakes.add(at + "agents[" + i + "] must be an agent's name, or the start of names followed by *");
            }
        }
        return names;
    }

    boolean isEmpty() {
        return callers.isEmpty();
    }

    /** Whose key has this hash. */
    Optional<Caller> find(KeyHash hash) {
        return Optional.ofNullable(callers.get(hash));
    }
}
