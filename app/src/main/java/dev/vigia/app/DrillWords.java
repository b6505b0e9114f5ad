package dev.vigia.app;

import dev.vigia.schemas.avro.Delivery;
import dev.vigia.schemas.avro.DispatchDecision;

/** What becomes of telling somebody, in words. */
final class DrillWords {

    private DrillWords() {}

    static String of(Delivery delivery) {
        return switch (delivery.getStatus()) {
            case STARTED -> "attempt " + delivery.getAttempt() + " begun";
            case DELIVERED -> "delivered";
            case RETRYABLE -> "attempt " + delivery.getAttempt() + " failed, is tried again";
            case FAILED -> "failed";
            case UNKNOWN -> "unknown answer";
        };
    }

    static String of(DispatchDecision decision) {
        return switch (decision.getKind()) {
            case LEFT -> "not told";
            case HELD -> "held back";
            case WAITS -> "waits";
            case TOLD, UNKNOWN -> "decided";
        };
    }

    /** Why, and what is behind it. */
    static String reason(DispatchDecision decision) {
        return decision.getWords() + (decision.getBy().isEmpty() ? "" : " (" + decision.getBy() + ")");
    }
}
