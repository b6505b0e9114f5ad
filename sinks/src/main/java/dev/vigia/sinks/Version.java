package dev.vigia.sinks;

/** The plugin's version, as Connect shows it. */
public final class Version {

    public static final String TEXT = "0.1.0";

    private Version() {}
}
