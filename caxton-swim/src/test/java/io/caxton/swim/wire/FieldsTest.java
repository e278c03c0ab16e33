package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static Fields fields(String words) throws WireException {
        return Fields.read(Hex.input(words));
    }

    @Test
    void findsFieldsInAnyOrderAndSkipsThoseNobodyAsksFor() throws WireException {
        Fields fields =
                fields("84 a4 'Meta' c4 02 0102 a3 'New' 82 01 93 c0 c3 a1 'x' 02 80 a5 'SeqNo' 07 a4 'Nack' c3");
        assertThat(fields.unsigned("SeqNo", 10)).isEqualTo(7);
        assertThat(fields.bytes("Meta", 2)).isEqualTo(ByteString.of((byte) 1, (byte) 2));
        assertThat(fields.flag("Nack")).isTrue();
    }

    @Test
    void takesWhatIsAbsentOrNilForGosZeroValue() throws WireException {
        for (Fields fields : new Fields[] {fields("80"), fields("81 a1 'x' c0")}) {
            assertThat(fields.unsigned("x", 1)).isZero();
            assertThat(fields.text("x", 1)).isEmpty();
            assertThat(fields.bytes("x", 1)).isSameAs(ByteString.EMPTY);
            assertThat(fields.raw("x", 1).remaining()).isZero();
            assertThat(fields.flag("x")).isFalse();
            assertThatThrownBy(() -> fields.required("x", 1)).hasMessage("MESSAGE: x is empty");
        }
    }

    @Test
    void takesTheLastOfTwoWithOneName() throws WireException {
        assertThat(fields("82 a1 'x' 01 a1 'x' 02").unsigned("x", 9)).isEqualTo(2);
    }

    @Test
    void tellsNamesWithOneBeginningApart() throws WireException {
        Fields fields = fields("82 a2 'xy' 01 a1 'x' 02");
        assertThat(fields.unsigned("x", 9)).isEqualTo(2);
        assertThat(fields.unsigned("xy", 9)).isEqualTo(1);
        assertThat(fields.unsigned("xz", 9)).isZero();
    }

    @Test
    void boundsNumbers() throws WireException {
        Fields fields = fields("83 a1 'a' cd 0100 a1 'b' ff a1 'c' cf ffffffffffffffff");
        assertThat(fields.unsigned("a", 256)).isEqualTo(256);
        assertThatThrownBy(() -> fields.unsigned("a", 255)).hasMessage("MESSAGE: a is out of range");
        assertThatThrownBy(() -> fields.unsigned("b", 255)).hasMessage("MESSAGE: b is out of range");
        assertThatThrownBy(() -> fields.unsigned("c", Long.MAX_VALUE)).hasMessage("MESSAGE: c is out of range");
    }

    @Test
    void boundsTextsAndBytes() throws WireException {
        Fields fields = fields("81 a1 'x' a3 'abc'");
        assertThat(fields.text("x", 3)).isEqualTo("abc");
        assertThatThrownBy(() -> fields.text("x", 2)).hasMessage("TOO_LARGE: x: more than 2 bytes");
        assertThatThrownBy(() -> fields.bytes("x", 2)).hasMessage("TOO_LARGE: x: more than 2 bytes");
    }

    @Test
    void refusesAValueOfAnotherKind() throws WireException {
        Fields fields = fields("81 a1 'x' 93 01 02 03");
        assertThatThrownBy(() -> fields.unsigned("x", 2)).hasMessage("MESSAGE: x: not a whole number");
        assertThatThrownBy(() -> fields.text("x", 2)).hasMessage("MESSAGE: x: neither text nor bytes");
        assertThatThrownBy(() -> fields.flag("x")).hasMessage("MESSAGE: x: neither true nor false");
    }

    @Test
    void boundsHowManyThereAreBeforeAnythingIsAllocated() throws WireException {
        String most = "de 0040 " + "a1 'x' 01 ".repeat(Bounds.MAX_FIELDS);
        assertThat(fields(most).unsigned("x", 1)).isEqualTo(1);
        assertThatThrownBy(() -> fields("de 0041 " + "a1 'x' 01 ".repeat(Bounds.MAX_FIELDS + 1)))
                .hasMessage("TOO_LARGE: more than 64 fields");
        assertThatThrownBy(() -> fields("df ffffffff")).hasMessage("TOO_LARGE: more than 64 fields");
    }

    @Test
    void refusesAFieldThatIsNestedTooDeep() {
        assertThatThrownBy(() -> fields("81 a1 'x' " + "91".repeat(Bounds.MAX_DEPTH + 1) + " 00"))
                .hasMessage("MESSAGE: more than 16 levels deep");
    }

    @Test
    void refusesAMapThatEndsEarly() {
        byte[] whole = Hex.bytes("82 a1 'x' a3 'abc' a1 'y' 92 01 02");
        for (int length = 0; length < whole.length; length++) {
            Input part = new Input(whole, 0, length);
            assertThatThrownBy(() -> Fields.read(part)).hasMessageStartingWith("TOO_SHORT");
        }
    }
}
