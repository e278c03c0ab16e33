package io.caxton.server.fuzz;

import java.util.List;

/** Changes path and query. */
final class TargetMutation {
    private static final List<String> PIECES = List.of(
            "%00",
            "%",
            "%z",
            "%zz",
            "%2",
            "%c0%ae",
            "%c0%af",
            "%e0%80%af",
            "%ff",
            "%ed%a0%80",
            "%25%32%65",
            "%2e%2e",
            "..",
            ".",
            "/",
            "//",
            "/../",
            "/./",
            "%2f",
            "%2f..%2f..%2f..%2f..%2f..",
            ";%00",
            "%5c",
            "\\",
            ";",
            ";jsessionid=1",
            ";a=b",
            "%3b",
            "%0d%0aX-Injected:%20yes",
            "%0a",
            "%20",
            "+",
            "*",
            "~",
            "'",
            "\"",
            "<",
            ">",
            "{",
            "}",
            "|",
            "^",
            "`",
            "[",
            "]",
            "@",
            ":",
            "?",
            "#",
            "&",
            "=",
            "%f0%9f%98%80",
            "%e2%80%ae",
            "\u0080",
            "\u00ff",
            "\u0001",
            "\t",
            "x".repeat(300),
            "%41".repeat(200),
            "null",
            "-1");

    private static final List<String> QUERIES = List.of(
            "limit=0",
            "limit=-1",
            "limit=99999999999999999999",
            "limit=1e3",
            "limit=%31",
            "limit=1&limit=2",
            "limit[]=1",
            "cursor=",
            "cursor=%00",
            "cursor=AAAA",
            "cursor=!!!!",
            "cursor=YWdlbnRzOg",
            "unknown=1",
            "=",
            "&",
            "&&&&",
            "=1",
            "%=1",
            "a%zz=1",
            "wait=PT",
            "wait=-PT1S",
            "wait=PT0.0000000001S",
            "wait=PT99999999999H",
            "wait=1",
            "max=0",
            "max=101",
            "max=a",
            "attempt=0",
            "attempt=-1",
            "attempt=1.0",
            "attempt=99999999999",
            "drain=maybe",
            "drain=TRUE",
            "drain",
            "ttl=PT0S",
            "ttl=P1000000000D",
            "ttl=x",
            "key=",
            "key=%00",
            "key=a&key=b",
            "key=" + "k".repeat(3_000),
            "prefix=%ff",
            "prefix=%00",
            "name=NO",
            "name=%F0%9F",
            "status=lost",
            "status=%6cost",
            "status=dead",
            "node=\u00e9",
            "capability=:",
            "capability=a:b:c",
            "agent=*",
            "agent=..");

    private TargetMutation() {}

    static String mutate(String target, Dice dice) {
        String changed = once(target, dice);
        while (dice.oneIn(4)) {
            changed = once(changed, dice);
        }
        return changed;
    }

    private static String once(String target, Dice dice) {
        int at = dice.between(1, target.length());
        return switch (dice.below(8)) {
            case 0, 1 -> target.substring(0, at) + dice.pick(PIECES) + target.substring(at);
            case 2, 3 -> target + (target.contains("?") ? "&" : "?") + dice.pick(QUERIES);
            case 4 -> target.substring(0, at);
            case 5 -> target.substring(0, at) + target.substring(Math.min(target.length(), at + dice.between(1, 4)));
            case 6 -> target + dice.pick(PIECES);
            default -> dice.oneIn(5) ? many(target, dice) : segment(target, dice);
        };
    }

    private static String segment(String target, Dice dice) {
        String[] segments = target.split("/", -1);
        segments[dice.below(segments.length)] = dice.pick(PIECES);
        String changed = String.join("/", segments);
        return changed.startsWith("/") ? changed : "/" + changed;
    }

    private static String many(String target, Dice dice) {
        return target + (target.contains("?") ? "&" : "?") + "a=1&".repeat(dice.between(10, 1_500));
    }
}
