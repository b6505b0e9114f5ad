package dev.vigia.ingest.shop;

import java.util.HexFormat;
import java.util.Random;

/** Who makes a request. The addresses are those of RFC 2544, which belong to nobody. */
record Visitor(String address, String user, String agent, String traceId) {

    private static final int USERS = 20_000;
    private static final String[] AGENTS = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
                + "Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
                + "Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    };

    static Visitor random(Random random) {
        int number = random.nextInt(USERS);
        // A user keeps the address.
        String address = "198." + (18 + (number & 1)) + "." + (number >> 1 & 255) + "." + (number >> 9 & 255);
        String trace = hex(random) + hex(random);
        return new Visitor(address, "user-" + number, AGENTS[number % AGENTS.length], trace);
    }

    /** 16 hexadecimal digits, never all of them 0. */
    static String hex(Random random) {
        return HexFormat.of().toHexDigits(random.nextLong() | 1);
    }
}
