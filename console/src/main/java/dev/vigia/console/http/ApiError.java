package dev.vigia.console.http;

import com.linecorp.armeria.common.HttpStatus;

/** An answer that is not the one hoped for. */
final class ApiError extends RuntimeException {

    private final transient HttpStatus status;
    private final String code;

    /**
     * @param code a word for programs, for instance {@code not_active}
     * @param message a sentence for people
     */
    ApiError(HttpStatus status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static ApiError notFound(String message) {
        return new ApiError(HttpStatus.NOT_FOUND, "not_found", message);
    }

    static ApiError badRequest(String message) {
        return new ApiError(HttpStatus.BAD_REQUEST, "bad_request", message);
    }

    /** Without a word on what was wrong with the proof. */
    static ApiError unauthorized() {
        return new ApiError(HttpStatus.UNAUTHORIZED, "unauthorized", "Unauthorized.");
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
