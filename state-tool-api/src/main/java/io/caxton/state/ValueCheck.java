package io.caxton.state;

import io.caxton.state.StateToolException.Reason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/** Refuses what JSON cannot say, before anything recurses into it. Walks with its own stack, so depth is no danger. */
final class ValueCheck {

    private static final int BITS_OF_LONGEST_NUMBER = 4 * StateJson.MAX_NUMBER_LENGTH;

    private final StateToolLimits limits;
    private int nodes;

    ValueCheck(StateToolLimits limits) {
        this.limits = limits;
    }

    void check(JsonNode root) {
        Deque<Iterator<JsonNode>> path = new ArrayDeque<>();
        enter(root, path);
        while (!path.isEmpty()) {
            if (path.element().hasNext()) {
                enter(path.element().next(), path);
            } else {
                path.remove();
            }
        }
    }

    static Refused tooLarge(int limit) {
        return new Refused(Reason.VALUE_TOO_LARGE, "the value has more than " + limit + " bytes as compact JSON");
    }

    private void enter(JsonNode node, Deque<Iterator<JsonNode>> path) {
        // Every node takes a byte at least; counting also stops trees that share nodes to look small.
        if (++nodes > limits.maxValueBytes()) {
            throw tooLarge(limits.maxValueBytes());
        }
        if (node.isContainer()) {
            if (path.size() == limits.maxValueDepth()) {
                throw new Refused(
                        Reason.VALUE_TOO_DEEP, "the value nests deeper than " + limits.maxValueDepth() + " levels");
            }
            for (String name : node.propertyNames()) {
                checkText(name);
            }
            path.push(node.values().iterator());
        } else {
            checkScalar(node);
        }
    }

    private void checkScalar(JsonNode node) {
        JsonNodeType type = node.getNodeType();
        if (type == JsonNodeType.POJO || type == JsonNodeType.BINARY || type == JsonNodeType.MISSING) {
            throw new Refused(Reason.INVALID_VALUE, "the value holds a " + type + " node, which JSON cannot say");
        }
        if (node.isString()) {
            checkText(node.stringValue());
        } else if (node.isNumber()) {
            checkNumber(node);
        }
    }

    private void checkText(String text) {
        int bytes = StateKeys.utf8Length(text);
        if (bytes == StateKeys.NOT_UNICODE) {
            throw new Refused(Reason.INVALID_VALUE, "a text in the value has a lone surrogate");
        }
        if (bytes > limits.maxValueBytes()) {
            throw tooLarge(limits.maxValueBytes());
        }
    }

    private static void checkNumber(JsonNode node) {
        if (node.isBigInteger() || node.isBigDecimal()) {
            // The bits first: the text of an enormous number takes long to make.
            boolean enormous = node.decimalValue().unscaledValue().bitLength() > BITS_OF_LONGEST_NUMBER;
            if (enormous || node.asString().length() > StateJson.MAX_NUMBER_LENGTH) {
                throw new Refused(
                        Reason.INVALID_VALUE, "a number in the value is longer than " + StateJson.MAX_NUMBER_LENGTH);
            }
        } else if (!node.isIntegralNumber() && !Double.isFinite(node.doubleValue())) {
            throw new Refused(Reason.INVALID_VALUE, "a number in the value is not finite");
        }
    }

    /** Carries reason and detail to the codec, which knows operation and key. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Reason reason;
        private final String detail;

        Refused(Reason reason, String detail) {
            super(detail, null, false, false);
            this.reason = reason;
            this.detail = detail;
        }

        Reason reason() {
            return reason;
        }

        String detail() {
            return detail;
        }
    }
}
