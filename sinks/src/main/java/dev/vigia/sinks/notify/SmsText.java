package dev.vigia.sinks.notify;

/**
 * How much of a text fits into so many short messages: 160 characters of GSM 03.38's alphabet, or 70 UTF-16 units where there
 * is another one in it; 153 or 67 each, where there are several (3GPP TS 23.038 and 23.040).
 */
final class SmsText {

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /** Each of them takes two places. */
    private static final String EXTENDED = "\f^{}\\[~]|€";

    private static final String MORE = "...";

    private SmsText() {}

    /** @param segments at least 1 */
    static String cut(String text, int segments) {
        if (segments(text) <= segments) return text;
        // In the worst case every cut is one character; texts are short by then.
        String start = text.substring(0, Math.min(text.length(), segments * 160));
        while (segments(start + MORE) > segments) start = withoutLast(start);
        return start + MORE;
    }

    private static String withoutLast(String text) {
        return text.substring(0, text.offsetByCodePoints(text.length(), -1));
    }

    /** How many short messages a text takes; 1 for none. */
    static int segments(String text) {
        boolean gsm = text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENDED.indexOf(c) >= 0);
        int alone = gsm ? 160 : 70;
        int each = gsm ? 153 : 67;
        if (size(text, gsm) <= alone) return 1;
        int segments = 1;
        int used = 0;
        for (int at = 0; at < text.length(); ) {
            // Neither a pair of UTF-16 units nor an escaped character is parted.
            int point = text.codePointAt(at);
            int size = gsm ? places(point) : Character.charCount(point);
            if (used + size > each) {
                segments++;
                used = 0;
            }
            used += size;
            at += Character.charCount(point);
        }
        return segments;
    }

    private static int size(String text, boolean gsm) {
        return gsm ? text.chars().map(SmsText::places).sum() : text.length();
    }

    private static int places(int point) {
        return EXTENDED.indexOf(point) >= 0 ? 2 : 1;
    }
}
