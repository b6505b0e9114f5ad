package dev.vigia.schemas.json;

/** A record that cannot be taken as it is. The message is one line: the field, a colon, and the problem. */
public final class InvalidRecord extends Exception {

    private final String field;
    private final String problem;

    /**
     * @param field name of the field as the record has it, dotted, for instance {@code http.status}; empty for the whole
     *     record
     * @param problem what is wrong with it, for instance {@code 'abc' is not a number}
     */
    public InvalidRecord(String field, String problem) {
        super(field.isEmpty() ? problem : field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    public String field() {
        return field;
    }

    public String problem() {
        return problem;
    }

    /** Bad records may come by the thousand, and nobody reads their stack traces. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
