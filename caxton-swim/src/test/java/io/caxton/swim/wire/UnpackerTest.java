package io.caxton.swim.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.swim.ByteString;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "7f, 127",
        "cc80, 128",
        "ccff, 255",
        "cd0100, 256",
        "cdffff, 65535",
        "ce00010000, 65536",
        "ceffffffff, 4294967295",
        "cf0000000100000000, 4294967296",
        "cf7fffffffffffffff, 9223372036854775807"
    })
    void writesANumberInAsFewBytesAsItTakesAndReadsItBack(String bytes, long number) throws WireException {
        assertThat(HexFormat.of().formatHex(new Packer().unsigned(number).toByteArray()))
                .isEqualTo(bytes);
        assertThat(Unpacker.integer(Hex.input(bytes))).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "cc05, 5", "cd0005, 5", "ce00000005, 5", "cf0000000000000005, 5", "d005, 5", "d10005, 5", "d200000005, 5",
        "d30000000000000005, 5", "d17fff, 32767", "ff, -1", "e0, -32", "d0ff, -1", "d1ffff, -1", "d2ffffffff, -1",
        "d3ffffffffffffffff, -1", "cfffffffffffffffff, -1"
    })
    void readsANumberOfAnyForm(String bytes, long number) throws WireException {
        assertThat(Unpacker.integer(Hex.input(bytes))).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c3", "ca3f800000", "cb3ff0000000000000", "a131", "90", "80", "c1", "d40000"})
    void takesNothingElseForANumber(String bytes) {
        assertThatThrownBy(() -> Unpacker.integer(Hex.input(bytes)))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("MESSAGE");
    }

    @Test
    void writesTextAndBytesInTheOldForms() {
        assertThat(new Packer().text("ab").toByteArray()).isEqualTo(Hex.bytes("a2 'ab'"));
        assertThat(head(31)).isEqualTo("bf");
        assertThat(head(32)).isEqualTo("da0020");
        assertThat(head(255)).isEqualTo("da00ff");
        assertThat(head(65_535)).isEqualTo("daffff");
        assertThat(head(65_536)).isEqualTo("db00010000");
    }

    private static String head(int size) {
        byte[] all = new Packer().field("", ByteString.of(new byte[size])).toByteArray();
        return HexFormat.of().formatHex(Arrays.copyOfRange(all, 1, all.length - size));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a2 'ab'",
                "d9 02 'ab'",
                "da 0002 'ab'",
                "db 00000002 'ab'",
                "c4 02 'ab'",
                "c5 0002 'ab'",
                "c6 00000002 'ab'"
            })
    void readsTextAndBytesOfAnyForm(String bytes) throws WireException {
        assertThat(Unpacker.utf8(Unpacker.raw(Hex.input(bytes)))).isEqualTo("ab");
        assertThat(Unpacker.raw(Hex.input(bytes)).rest()).isEqualTo(ByteString.utf8("ab"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a3 'ab'", "d9 ff 'ab'", "da ffff 'ab'", "db ffffffff 'ab'", "c6 80000000", "da 00", "cf 00"})
    void seesThatALengthIsBeyondTheEndBeforeAnythingIsAllocated(String bytes) {
        assertThatThrownBy(() -> Unpacker.raw(Hex.input(bytes))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c328", "eda080", "f8888080", "e28228", "c080", "f4908080", "'ab' 80"})
    void refusesMalformedUtf8(String bytes) {
        assertThatThrownBy(() -> Unpacker.utf8(Hex.input(bytes)))
                .isInstanceOf(WireException.class)
                .hasMessage("MESSAGE: not UTF-8");
    }

    @Test
    void takesTheReplacementSignIfASenderWroteIt() throws WireException {
        assertThat(Unpacker.utf8(Hex.input("'a' efbfbd"))).isEqualTo("a\uFFFD");
    }

    @Test
    void readsMapsOfAnyForm() throws WireException {
        assertThat(Unpacker.mapSize(Hex.input("8f"))).isEqualTo(15);
        assertThat(Unpacker.mapSize(Hex.input("de 0010"))).isEqualTo(16);
        assertThat(Unpacker.mapSize(Hex.input("df ffffffff"))).isEqualTo(4_294_967_295L);
        assertThatThrownBy(() -> Unpacker.mapSize(Hex.input("90"))).hasMessage("MESSAGE: not a map");
    }

    @Test
    void readsFlags() throws WireException {
        assertThat(Unpacker.flag(Hex.input("c2"))).isFalse();
        assertThat(Unpacker.flag(Hex.input("c3"))).isTrue();
        assertThatThrownBy(() -> Unpacker.flag(Hex.input("01"))).hasMessage("MESSAGE: neither true nor false");
    }
}
