package io.caxton.server.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes the structure of a JSON document in one place; what comes out is text, because it may not be JSON any more. */
final class JsonMutation {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> NAMES = List.of(
            "unknown",
            "__proto__",
            "constructor",
            "toString",
            "Name",
            "name ",
            "",
            "\\u0000",
            "a.b",
            "a[0]",
            "class",
            "$");

    private static final Set<String> SPOILS_ROOT = Set.of("rename", "add", "wrap", "swap");

    private final Dice dice;
    private final int victim;
    private final String kind;
    private int seen;

    private JsonMutation(Dice dice, int victim, String kind) {
        this.dice = dice;
        this.victim = victim;
        this.kind = kind;
    }

    /**
     * A mutated text, and what was done.
     *
     * @param atRoot whether the root of the document became something that no strict reader can take for the sample
     */
    record Result(String text, String how, boolean atRoot) {}

    static Result mutate(String sample, Dice dice) {
        JsonNode root = MAPPER.readTree(sample);
        int victim = dice.below(count(root));
        String kind = dice.pick(List.of(
                "replace", "replace", "replace", "replace", "remove", "rename", "add", "twice", "wrap", "swap"));
        String text = new JsonMutation(dice, victim, kind).render(root);
        return new Result(text, "json " + kind + " " + victim, victim == 0 && SPOILS_ROOT.contains(kind));
    }

    private static int count(JsonNode node) {
        return 1 + node.valueStream().mapToInt(JsonMutation::count).sum();
    }

    private String render(JsonNode node) {
        boolean here = seen++ == victim;
        if (here && kind.equals("replace")) {
            return EvilValues.any(dice);
        }
        if (here && kind.equals("wrap")) {
            return dice.oneIn(2) ? "[" + plain(node) + "]" : "{\"a\":" + plain(node) + "}";
        }
        if (here && kind.equals("swap")) {
            return node.isContainer() ? "\"" + node.size() + "\"" : "{\"a\":[" + node + "]}";
        }
        return plain(node, here);
    }

    private static String plain(JsonNode node) {
        return node.toString();
    }

    private String plain(JsonNode node, boolean here) {
        if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.valueStream().forEach(item -> items.add(render(item)));
            change(here, items, dice.oneIn(2) ? EvilValues.any(dice) : node.toString());
            return "[" + String.join(",", items) + "]";
        }
        if (!node.isObject()) {
            return here ? EvilValues.any(dice) : node.toString();
        }
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            members.add("\"" + member.getKey() + "\":" + render(member.getValue()));
        }
        change(here, members, "\"" + dice.pick(NAMES) + "\":" + EvilValues.any(dice));
        return "{" + String.join(",", members) + "}";
    }

    private void change(boolean here, List<String> parts, String another) {
        if (!here) {
            return;
        }
        if (kind.equals("add") || parts.isEmpty()) {
            parts.add(dice.below(parts.size() + 1), another);
            return;
        }
        int which = dice.below(parts.size());
        String part = parts.get(which);
        switch (kind) {
            case "remove" -> parts.remove(which);
            case "rename" ->
                parts.set(which, "\"" + dice.pick(NAMES) + "\"" + part.substring(part.indexOf('"', 1) + 1));
            default -> parts.add(part);
        }
    }
}
