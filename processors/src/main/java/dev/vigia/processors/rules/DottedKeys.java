package dev.vigia.processors.rules;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;

/**
 * Makes {@code attributes.source.address} mean {@code attributes["source.address"]}: OpenTelemetry's names have dots in
 * them, and the values of these maps have no fields that the dots could stand for. {@code has(attributes.a.b)} becomes
 * {@code "a.b" in attributes}.
 */
final class DottedKeys {

    /** Ids of new nodes are those of the old ones plus this, which is more than the parser allows nodes. */
    private static final long NEW_IDS = 1_000_000;

    private DottedKeys() {}

    /** Rewrites the expression in place. */
    static void rewrite(CelMutableExpr expr) {
        if (expr.getKind() == Kind.SELECT && rewriteChain(expr)) return;
        switch (expr.getKind()) {
            case SELECT -> rewrite(expr.select().operand());
            case CALL -> {
                expr.call().target().ifPresent(DottedKeys::rewrite);
                expr.call().args().forEach(DottedKeys::rewrite);
            }
            case LIST -> expr.list().elements().forEach(DottedKeys::rewrite);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    rewrite(entry.key());
                    rewrite(entry.value());
                });
            case COMPREHENSION -> rewrite(expr.comprehension());
            default -> {}
        }
    }

    private static void rewrite(CelMutableComprehension comprehension) {
        rewrite(comprehension.iterRange());
        rewrite(comprehension.accuInit());
        rewrite(comprehension.loopCondition());
        rewrite(comprehension.loopStep());
        rewrite(comprehension.result());
    }

    private static boolean rewriteChain(CelMutableExpr expr) {
        StringBuilder key = new StringBuilder(expr.select().field());
        CelMutableExpr operand = expr.select().operand();
        while (operand.getKind() == Kind.SELECT && !operand.select().testOnly()) {
            key.insert(0, operand.select().field() + ".");
            operand = operand.select().operand();
        }
        if (operand.getKind() != Kind.IDENT || !isMap(operand.ident().name())) return false;
        CelMutableExpr name = CelMutableExpr.ofConstant(expr.id() + NEW_IDS, CelConstant.ofValue(key.toString()));
        CelMutableExpr map = CelMutableExpr.newInstance(operand);
        expr.setCall(
                expr.select().testOnly()
                        ? CelMutableCall.create("@in", name, map)
                        : CelMutableCall.create("_[_]", map, name));
        return true;
    }

    private static boolean isMap(String name) {
        return name.equals(FieldPath.ATTRIBUTES) || name.equals(FieldPath.RESOURCE);
    }
}
