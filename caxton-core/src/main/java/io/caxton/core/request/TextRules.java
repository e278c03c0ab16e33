package io.caxton.core.request;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What text may hold. Each check answers with what is wrong, or nothing. */
final class TextRules {
    private static final Optional<String> NOT_UNICODE =
            Optional.of("has half a surrogate pair in a text, which cannot be sent on");

    private TextRules() {}

    /** One printable line of 1 to {@code max} characters, without space at its ends. */
    static Optional<String> checkLine(String text, int max) {
        if (text.isEmpty() || text.length() > max) {
            return Optional.of("must have 1 to " + max + " characters");
        }
        if (!text.equals(text.strip())) {
            return Optional.of("must not begin or end with space");
        }
        return check(text, false);
    }

    /** Up to {@code max} characters on any number of lines. */
    static Optional<String> checkProse(String text, int max) {
        return text.length() > max ? Optional.of("must have at most " + max + " characters") : check(text, true);
    }

    private static Optional<String> check(String text, boolean lines) {
        if (!isUnicode(text)) {
            return Optional.of("has half a surrogate pair, which is not text");
        }
        return hasControl(text, lines) ? Optional.of("must not have control characters") : Optional.empty();
    }

    /** All of them are single UTF-16 units. A plain loop, as every text of every request comes through here. */
    private static boolean hasControl(String text, boolean lines) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isControl(c) && !(lines && isLayout(c))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isControl(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isLayout(char c) {
        return c == '\n' || c == '\r' || c == '\t';
    }

    /** Whether every surrogate is one of a pair. */
    static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Any JSON that can be stored and sent on as it is. */
    static Optional<String> checkJson(JsonNode json) {
        return checkJson(json, 1);
    }

    private static Optional<String> checkJson(JsonNode json, int depth) {
        if (json.isString()) {
            return isUnicode(json.stringValue()) ? Optional.empty() : NOT_UNICODE;
        }
        if (!json.isContainer()) {
            return Optional.empty();
        }
        if (depth > RequestLimits.MAX_DEPTH) {
            return Optional.of("nests deeper than " + RequestLimits.MAX_DEPTH + " levels");
        }
        if (!json.propertyNames().stream().allMatch(TextRules::isUnicode)) {
            return NOT_UNICODE;
        }
        for (JsonNode part : json.values()) {
            Optional<String> wrong = checkJson(part, depth + 1);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }
}
