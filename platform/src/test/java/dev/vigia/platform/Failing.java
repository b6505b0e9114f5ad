package dev.vigia.platform;

/** A child that ends at once. */
public final class Failing {
    private Failing() {}

    public static void main(String[] args) {
        throw new IllegalStateException("no such luck");
    }
}
