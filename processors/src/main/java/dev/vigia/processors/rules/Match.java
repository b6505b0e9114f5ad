package dev.vigia.processors.rules;

/** What a filter makes of a record. */
public enum Match {
    NO,
    YES,
    /** It could not tell, for instance because an attribute is missing. Counts as no match. */
    ERROR;

    static Match of(boolean value) {
        return value ? YES : NO;
    }

    Match not() {
        return switch (this) {
            case NO -> YES;
            case YES -> NO;
            case ERROR -> ERROR;
        };
    }
}
