package dev.vigia.ingest.ship;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Undoes what Apache does to quoted values: {@code \"}, {@code \\}, C-style white space, and {@code \xhh} for other bytes
 * (mod_log_config, "Format Notes"). Values whose bytes are not UTF-8 stay escaped: so nothing is lost.
 */
final class ApacheEscapes {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{2}");

    private ApacheEscapes() {}

    static String undo(String text) {
        if (text.indexOf('\\') < 0) return text;
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                int length = Character.charCount(text.codePointAt(i));
                out.writeBytes(text.substring(i, i + length).getBytes(StandardCharsets.UTF_8));
                i += length - 1;
                continue;
            }
            i += unescape(text, i + 1, out);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return text;
        }
    }

    /** Writes the one byte that the escape at {@code at} (behind the backslash) stands for; answers the escape's length. */
    private static int unescape(String text, int at, ByteArrayOutputStream out) {
        char c = text.charAt(at);
        if (c == 'x' && at + 3 <= text.length()) {
            String digits = text.substring(at + 1, at + 3);
            if (HEX.matcher(digits).matches()) {
                out.write(HexFormat.fromHexDigits(digits));
                return 3;
            }
        }
        switch (c) {
            case '"', '\\' -> out.write(c);
            case 'n' -> out.write('\n');
            case 't' -> out.write('\t');
            case 'r' -> out.write('\r');
            case 'b' -> out.write('\b');
            case 'v' -> out.write(0x0B);
            default -> {
                out.write('\\');
                return 0;
            }
        }
        return 1;
    }
}
