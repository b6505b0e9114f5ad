package dev.vigia.schemas.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

    @ParameterizedTest
    @CsvSource({
        "'',-1",
        "61,-1",
        "c3a9,-1",
        "f09f9a80,-1",
        "f48fbfbf,-1",
        "ff,0",
        "61ff,1",
        "c0af,0",
        "c3,0",
        "e08080,0",
        "eda080,0",
        "f0808080,0",
        "f4908080,0",
        "80,0",
        "6161616161616161c328,8",
        "e282,0"
    })
    void firstInvalid_edgeCases_areFound(String hex, int expected) {
        assertThat(Utf8.firstInvalid(HexFormat.of().parseHex(hex))).isEqualTo(expected);
    }

    @Test
    void firstInvalid_randomBytes_agreesWithTheJdk() {
        Random random = new Random(3);
        byte[] bytes = new byte[12];
        for (int i = 0; i < 200_000; i++) {
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) if (random.nextInt(3) > 0) bytes[j] &= 0x7F;
            assertThat(Utf8.firstInvalid(bytes) < 0).isEqualTo(wellFormed(bytes));
        }
    }

    private static boolean wellFormed(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
