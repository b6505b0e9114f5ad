package dev.vigia.schemas.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** UTF-8 by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Offset of the first byte that is not part of well-formed UTF-8; -1 when there is none. */
    public static int firstInvalid(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            if (at + 8 <= bytes.length && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += 8;
            } else {
                int length = length(bytes, at);
                if (length == 0) return at;
                at += length;
            }
        }
        return -1;
    }

    /** Length of the character at an offset in bytes; 0 when there is no well-formed one. */
    private static int length(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) return 1;
        if (first < 0xC2) return 0;
        if (first < 0xE0) return continued(bytes, at, 2) ? 2 : 0;
        int second = at + 1 < bytes.length ? bytes[at + 1] & 0xFF : 0;
        if (first < 0xF0) {
            boolean overlong = first == 0xE0 && second < 0xA0;
            boolean surrogate = first == 0xED && second > 0x9F;
            return !overlong && !surrogate && continued(bytes, at, 3) ? 3 : 0;
        }
        boolean overlong = first == 0xF0 && second < 0x90;
        boolean tooHigh = first > 0xF4 || (first == 0xF4 && second > 0x8F);
        return !overlong && !tooHigh && continued(bytes, at, 4) ? 4 : 0;
    }

    private static boolean continued(byte[] bytes, int at, int length) {
        if (at + length > bytes.length) return false;
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) return false;
        }
        return true;
    }

    /** The text with U+FFFD in place of each surrogate that stands alone; such a text has no UTF-8 form otherwise. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) return repaired(text);
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c));
        return out.toString();
    }
}
