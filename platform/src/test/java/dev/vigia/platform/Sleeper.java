package dev.vigia.platform;

import java.util.concurrent.CountDownLatch;

/** A child that says so when it runs, and never ends by itself. */
public final class Sleeper {
    private Sleeper() {}

    public static void main(String[] args) throws Exception {
        System.out.println("up " + String.join(",", args));
        new CountDownLatch(1).await();
    }
}
