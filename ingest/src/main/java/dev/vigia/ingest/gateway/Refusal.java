package dev.vigia.ingest.gateway;

import com.linecorp.armeria.common.HttpStatus;
import java.util.List;

/** Why a request is not accepted, as its sender is told. */
final class Refusal extends Exception {

    private final HttpStatus status;
    private final List<Problem> problems;

    /**
     * What is wrong with one record.
     *
     * @param index its number in the request, from 0
     * @param line where it begins, from 1
     * @param field dotted name of the field; empty for the whole record
     */
    record Problem(int index, int line, String field, String problem) {}

    Refusal(HttpStatus status, String message) {
        this(status, message, List.of());
    }

    Refusal(HttpStatus status, String message, List<Problem> problems) {
        super(message);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    HttpStatus status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }

    /** It is an answer and not an accident. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
