package dev.vigia.chaos.faults;

/** Something that goes wrong, and is mended again. */
public interface Fault {

    /** As in {@code --faults}. */
    String name();

    /** Breaks something, waits, mends it, and returns when it is mended; what it has broken may still be recovering. */
    void inflict(Scene scene) throws Exception;
}
