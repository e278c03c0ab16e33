package io.caxton.state.tck;

import static io.caxton.state.tck.Clauses.json;
import static io.caxton.state.tck.Clauses.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.StateToolException.Reason;
import io.caxton.state.StoreRequest;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

interface ValueClauses extends Clauses {

    JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-1",
                "2147483648",
                "9007199254740993",
                "9223372036854775807",
                "-9223372036854775808",
                "18446744073709551616",
                "123456789012345678901234567890123456789012345678901234567890",
                "1.1",
                "1.10",
                "0.0",
                "0.1000000000000000055511151231257827021181583404541015625",
                "3.14159265358979323846264338327950288419716939937510",
                "1E+400",
                "-1.50E-400",
                "\"\"",
                "\" \"",
                "\"\\u0000\\u0001\\n\\t\\\\\\\"\"",
                "\"{\\\"json\\\":[1,\\\"in\\\"]}\"",
                "\"null\"",
                "\"1.10\"",
                "\"\u2028\u2029\ufeff\uffff\"",
                "\"\uD83D\uDE80\u0301\"",
                "[]",
                "{}",
                "[null]",
                "[[],{},[[]]]",
                "{\"\":1}",
                "{\"z\":1,\"a\":2,\"A\":3,\" a\":4}",
                "{\"a\":{\"b\":[1,2.50,{\"c\":null}]},\"\uD83D\uDE80\":\"\"}",
                "{\"__proto__\":1,\"$ref\":2,\"@class\":\"java.lang.Object\"}"
            })
    default void aValueComesBackAsItWasWritten(String value) {
        tool().store("k", json(value));
        assertThat(stored("k")).isEqualTo(value);
        assertThat(text(tool().findAll(List.of("k")).values().iterator().next().value()))
                .isEqualTo(value);
    }

    @Test
    default void nullIsAValueAndNotAbsence() {
        tool().store("k", NODES.nullNode());
        assertThat(tool().retrieve("k"))
                .hasValueSatisfying(value -> assertThat(value.isNull()).isTrue());
        assertThat(tool().exists("k")).isTrue();
        assertThat(tool().list("")).containsExactly("k");
        assertThat(tool().store("k", NODES.nullNode()).created()).isFalse();
    }

    @Test
    default void nestingUpToTheLimitIsKept() {
        int depth = tool().limits().maxValueDepth();
        String arrays = "[".repeat(depth) + "]".repeat(depth);
        tool().store("arrays", json(arrays));
        assertThat(stored("arrays")).isEqualTo(arrays);
        String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
        tool().store("objects", json(objects));
        assertThat(stored("objects")).isEqualTo(objects);
    }

    @Test
    default void nestingOverTheLimitIsRefusedHoweverDeep() {
        refused(
                Reason.VALUE_TOO_DEEP,
                () -> tool().store("k", nested(tool().limits().maxValueDepth() + 1)));
        refused(Reason.VALUE_TOO_DEEP, () -> tool().store("k", nested(100_000)));
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void aValueOfExactlyTheLimitIsKept() {
        String longest = "v".repeat(tool().limits().maxValueBytes() - 2);
        tool().store("k", NODES.stringNode(longest));
        assertThat(tool().retrieve("k").orElseThrow().stringValue()).isEqualTo(longest);
    }

    @Test
    default void aValueOneByteOverTheLimitIsRefusedAndChangesNothing() {
        tool().store("k", json("\"before\""));
        String tooLong = SECRET + "v".repeat(tool().limits().maxValueBytes() - 1 - SECRET.length());
        refused(Reason.VALUE_TOO_LARGE, () -> tool().store("k", NODES.stringNode(tooLong)));
        assertThat(stored("k")).isEqualTo("\"before\"");
    }

    @Test
    default void theLimitCountsBytesAndNotCharacters() {
        int limit = tool().limits().maxValueBytes();
        String wide = "\u20ac".repeat((limit - 2) / 3);
        tool().store("k", NODES.stringNode(wide));
        assertThat(tool().retrieve("k").orElseThrow().stringValue()).isEqualTo(wide);
        refused(Reason.VALUE_TOO_LARGE, () -> tool().store("k", NODES.stringNode(wide + "\u20ac")));
    }

    @Test
    default void aNumberThatIsNotFiniteIsRefused() {
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.numberNode(Double.NaN)));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.numberNode(Double.NEGATIVE_INFINITY)));
        refused(
                Reason.INVALID_VALUE,
                () -> tool().store("k", NODES.arrayNode().add(NODES.numberNode(Float.POSITIVE_INFINITY))));
    }

    @Test
    default void aNumberOfAThousandDigitsIsKeptAndALongerOneRefused() {
        BigInteger longest = BigInteger.TEN.pow(999);
        tool().store("k", NODES.numberNode(longest));
        assertThat(stored("k")).isEqualTo(longest.toString());
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.numberNode(longest.multiply(BigInteger.TEN))));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.numberNode(BigInteger.ONE.shiftLeft(1 << 20))));
    }

    @Test
    default void aNodeThatJsonCannotSayIsRefused() {
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.binaryNode(new byte[] {1})));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.pojoNode(List.of(SECRET))));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.missingNode()));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.arrayNode().addPOJO(List.of(SECRET))));
    }

    @Test
    default void aLoneSurrogateInAValueIsRefused() {
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.stringNode("\uD83D")));
        refused(Reason.INVALID_VALUE, () -> tool().store("k", NODES.objectNode().put("\uDE80", 1)));
        assertThat(tool().exists("k")).isFalse();
    }

    @Test
    default void aTreeThatSharesItsBranchesIsMeasuredUnfolded() {
        JsonNode branch = NODES.arrayNode();
        for (int i = 0; i < 100; i++) {
            branch = NODES.arrayNode().add(branch).add(branch);
        }
        JsonNode bomb = branch;
        refused(Reason.VALUE_TOO_LARGE, () -> tool().store("k", bomb));
    }

    @Test
    default void textFormsLeaveTheValueOut() {
        tool().store("k", NODES.stringNode(SECRET));
        assertThat(tool().find("k").orElseThrow().toString()).doesNotContain(SECRET);
        assertThat(StoreRequest.of("k", NODES.stringNode(SECRET)).toString()).doesNotContain(SECRET);
    }

    private static JsonNode nested(int depth) {
        JsonNode value = NODES.arrayNode();
        for (int i = 1; i < depth; i++) {
            value = NODES.arrayNode().add(value);
        }
        return value;
    }
}
