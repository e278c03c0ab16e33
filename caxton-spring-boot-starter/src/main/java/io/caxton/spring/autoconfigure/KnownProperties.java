package io.caxton.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The {@code caxton.*} properties that the configuration metadata on the class path describes. */
final class KnownProperties {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";
    private static final String PREFIX = "caxton.";
    private static final int CLOSE = 3;

    /** Squeezed name to name, apart for those that hold others: lists, maps and arrays. */
    private final Map<String, String> plain = new LinkedHashMap<>();

    private final Map<String, String> holders = new LinkedHashMap<>();

    static KnownProperties load(ClassLoader classLoader) {
        KnownProperties known = new KnownProperties();
        JsonMapper json = JsonMapper.shared();
        try {
            for (URL url : Collections.list(classLoader.getResources(METADATA))) {
                try (InputStream in = url.openStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    if (text.contains('"' + PREFIX)) {
                        json.readTree(text).path("properties").forEach(known::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + METADATA, e);
        }
        return known;
    }

    private void add(JsonNode property) {
        String name = property.path("name").asString("");
        if (name.startsWith(PREFIX)) {
            String type = property.path("type").asString("");
            boolean holder = (type.startsWith("java.util.") && type.contains("<")) || type.endsWith("[]");
            (holder ? holders : plain).put(squeeze(name), name);
        }
    }

    boolean isEmpty() {
        return plain.isEmpty() && holders.isEmpty();
    }

    /** Whether a name means one of them, in whatever form its source spells it. */
    boolean contains(String name) {
        String squeezed = squeeze(name);
        return plain.containsKey(squeezed) || holders.keySet().stream().anyMatch(squeezed::startsWith);
    }

    /** The one that a misspelt name most likely means. */
    Optional<String> closestTo(String name) {
        String squeezed = squeeze(name);
        Comparator<String> byDistance = Comparator.comparingInt(known -> distance(known, squeezed));
        return plain.keySet().stream()
                .min(byDistance)
                .filter(known -> distance(known, squeezed) <= CLOSE)
                .map(known -> plain.getOrDefault(known, known));
    }

    /** Environment variables know neither case nor hyphens, so names are compared without. */
    private static String squeeze(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
