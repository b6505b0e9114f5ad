package dev.vigia.processors.ledger;

import dev.vigia.processors.state.Decoder;
import dev.vigia.processors.state.Encoder;

/**
 * When what was told of a partition. A metric is a record of {@code metrics}, which the ledger counts as well: were it told
 * with every change, it would go on for ever. Mutable.
 */
final class Telling {

    /** Milliseconds. */
    static final long EVERY_BALANCE = 1_000;

    static final long EVERY_METRIC = 10_000;

    private long balanceAt = Long.MIN_VALUE / 2;
    private boolean balanced = true;
    private long imbalanceAt;
    private boolean imbalance;
    private long delayAt;
    private boolean delay;

    /** Whether the balance is to be told: about once a second, and at once when it begins or ceases to balance. */
    boolean balance(boolean balances, long now) {
        if (balances == balanced && now - balanceAt < EVERY_BALANCE) return false;
        balanced = balances;
        balanceAt = now;
        return true;
    }

    /** Whether the metrics of an imbalance are to be told: while there is one, and once when it is over. */
    boolean imbalance(boolean present, long now) {
        if (present ? imbalance && now - imbalanceAt < EVERY_METRIC : !imbalance) return false;
        imbalance = present;
        imbalanceAt = now;
        return true;
    }

    /** The same for a delay. */
    boolean delay(boolean present, long now) {
        if (present ? delay && now - delayAt < EVERY_METRIC : !delay) return false;
        delay = present;
        delayAt = now;
        return true;
    }

    void encode(Encoder out) {
        out.number(balanceAt).flag(balanced);
        out.number(imbalanceAt).flag(imbalance);
        out.number(delayAt).flag(delay);
    }

    static Telling decode(Decoder in) {
        Telling telling = new Telling();
        telling.balanceAt = in.number();
        telling.balanced = in.flag();
        telling.imbalanceAt = in.number();
        telling.imbalance = in.flag();
        telling.delayAt = in.number();
        telling.delay = in.flag();
        return telling;
    }
}
