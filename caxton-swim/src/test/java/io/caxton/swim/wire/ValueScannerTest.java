package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueScannerTest {
    private static final String[] VALUES = {
        "00",
        "7f",
        "e0",
        "c0",
        "c2",
        "c3",
        "cc 01",
        "cd 0001",
        "ce 00000001",
        "cf 0000000000000001",
        "d0 01",
        "d1 0001",
        "d2 00000001",
        "d3 0000000000000001",
        "ca 00000000",
        "cb 0000000000000000",
        "a0",
        "a3 'abc'",
        "d9 02 'ab'",
        "da 0002 'ab'",
        "db 00000002 'ab'",
        "c4 01 00",
        "c5 0001 00",
        "c6 00000001 00",
        "c7 02 01 0000",
        "c8 0000 01",
        "c9 00000001 01 00",
        "d4 01 00",
        "d5 01 0000",
        "d6 01 00000000",
        "d7 01 0000000000000000",
        "d8 01 00000000000000000000000000000000",
        "80",
        "90",
        "82 a1 'a' 01 a1 'b' 90",
        "dc 0002 01 02",
        "dd 00000001 c0",
        "de 0001 01 02",
        "df 00000001 01 92 03 81 04 a0",
        "91 91 91 80"
    };

    @Test
    void findsTheEndOfAValueOfEachForm() throws WireException {
        for (String value : VALUES) {
            byte[] bytes = Hex.bytes(value + " 'more'");
            ValueScanner scanner = new ValueScanner();
            assertThat(scanner.scan(bytes, 0, bytes.length)).as(value).isEqualTo(bytes.length - 4);
            assertThat(scanner.isDone()).as(value).isTrue();
            assertThat(scanner.leastSize()).as(value).isEqualTo(bytes.length - 4);
        }
    }

    @Test
    void goesOnWhereItStoppedWhenBytesComeOneByOne() throws WireException {
        for (String value : VALUES) {
            byte[] bytes = Hex.bytes(value);
            ValueScanner scanner = new ValueScanner();
            int at = 0;
            for (int end = 0; end < bytes.length; end++) {
                at = scanner.scan(bytes, at, end);
                assertThat(scanner.isDone()).as(value).isFalse();
                assertThat(scanner.leastSize()).as(value).isLessThanOrEqualTo(bytes.length);
            }
            assertThat(scanner.scan(bytes, at, bytes.length)).as(value).isEqualTo(bytes.length);
            assertThat(scanner.isDone()).as(value).isTrue();
        }
    }

    @Test
    void takesAsManyLevelsAsItIsBoundToAndNotOneMore() throws WireException {
        byte[] deepest = Hex.bytes("91".repeat(Bounds.MAX_DEPTH) + " 00");
        ValueScanner scanner = new ValueScanner();
        scanner.scan(deepest, 0, deepest.length);
        assertThat(scanner.isDone()).isTrue();

        byte[] deeper = Hex.bytes("91".repeat(Bounds.MAX_DEPTH + 1) + " 00");
        assertThatThrownBy(() -> new ValueScanner().scan(deeper, 0, deeper.length))
                .hasMessage("MESSAGE: more than 16 levels deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db ffffffff", "c6 ffffffff", "c9 ffffffff", "dd ffffffff", "df ffffffff"})
    void knowsHowLargeAValueSaysItIs(String head) throws WireException {
        byte[] bytes = Hex.bytes(head);
        ValueScanner scanner = new ValueScanner();
        scanner.scan(bytes, 0, bytes.length);
        assertThat(scanner.isDone()).isFalse();
        assertThat(scanner.leastSize()).isGreaterThanOrEqualTo(bytes.length + 0xFFFF_FFFFL);
    }

    @Test
    void refusesTheOneByteThatIsNoMessagePack() {
        assertThatThrownBy(() -> new ValueScanner().scan(Hex.bytes("c1"), 0, 1)).hasMessage("MESSAGE: no MessagePack");
    }
}
