package io.caxton.server.fuzz;

import java.util.List;

/** JSON, and what only looks like it, to put where something else belongs. */
final class EvilValues {
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "-0.0",
            "1",
            "-1",
            "1.5",
            "2147483648",
            "9223372036854775808",
            "1e400",
            "1E-999999999",
            "1e999999999",
            "-1e99999999999",
            "0.000000000000000000000000000001",
            "9".repeat(1_000),
            "9".repeat(1_001),
            "{}",
            "[]",
            "[null]",
            "[[]]",
            "{\"\":\"\"}",
            "{\"__proto__\":{\"admin\":true}}",
            "{\"constructor\":{\"prototype\":{}}}",
            "{\"@type\":\"com.sun.rowset.JdbcRowSetImpl\"}",
            "{\"@class\":\"org.x.Y\"}",
            "{\"$ref\":\"#\"}",
            "{\"a\":1,\"a\":2}");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\\u0000",
            "\\ud800",
            "\\udc00\\ud800",
            "\\ud83d\\ude00",
            "\\ufeff",
            "\\u202e",
            "\\r\\nX-Injected: yes",
            "../../etc/passwd",
            "..\\\\..\\\\x",
            "%00",
            "${jndi:ldap://127.0.0.1/x}",
            "#{1+1}",
            "' OR 1=1 --",
            "\\\"; DROP TABLE message; --",
            "<script>alert(1)</script>",
            "*",
            "caxton",
            "PT0S",
            "PT-1S",
            "PT99999999999999999999H",
            "P1Y",
            "pt1s",
            "PT1S\\n",
            "2026-02-30T00:00:00Z",
            "-999999999-01-01T00:00:00Z",
            "+1000000000-12-31T23:59:59.999999999Z",
            "9999-12-31T23:59:59.999999999999Z",
            "2026-01-01T00:00:00+18:01",
            "AT_LEAST_ONCE",
            "at-least-once",
            "I\\u0307",
            "a:b:c",
            ":",
            "x:",
            "http://169.254.169.254/latest/meta-data");

    private static final List<String> NOT_JSON = List.of(
            "NaN",
            "Infinity",
            "undefined",
            "'a'",
            "0x10",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "-",
            "--1",
            "\"a",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12G4\"",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{a:1}",
            "[1 2]",
            "/* c */ 1",
            "1 // c",
            "tru",
            "nulll",
            "]",
            "}",
            ",",
            "");

    private EvilValues() {}

    static String any(Dice dice) {
        int kind = dice.below(100);
        if (kind < 40) {
            return dice.pick(SCALARS);
        }
        if (kind < 75) {
            return "\"" + dice.pick(TEXTS) + "\"";
        }
        if (kind < 95) {
            return dice.pick(NOT_JSON);
        }
        return large(dice);
    }

    private static String large(Dice dice) {
        return switch (dice.below(6)) {
            case 0 -> "\"" + "x".repeat(dice.between(65, 3_000)) + "\"";
            case 1 -> "\"" + "\u00e9".repeat(dice.between(1_000, 200_000)) + "\"";
            case 2 -> nested("[", "]", dice.pick(List.of(199, 200, 201, 1_000, 100_000)));
            case 3 -> nested("{\"a\":", "}", dice.pick(List.of(201, 1_000, 100_000)));
            case 4 -> "[" + "0,".repeat(dice.between(100, 100_000)) + "0]";
            default -> members(dice.between(33, 20_000));
        };
    }

    private static String nested(String open, String close, int depth) {
        return open.repeat(depth) + "0" + close.repeat(depth);
    }

    private static String members(int count) {
        StringBuilder object = new StringBuilder("{\"m\":\"\"");
        for (int i = 0; i < count; i++) {
            object.append(",\"m").append(i).append("\":\"\"");
        }
        return object.append('}').toString();
    }
}
