package dev.vigia.processors.rules;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what an expression reads of a record. */
final class NamedFields {

    private final Set<String> names = new TreeSet<>();

    private NamedFields() {}

    /** Names of variables, and {@code http.status} or {@code attributes.a.b} where that is all that is read of it. */
    static Set<String> in(CelExpr expr) {
        NamedFields fields = new NamedFields();
        fields.visit(expr);
        return fields.names;
    }

    private void visit(CelExpr expr) {
        switch (expr.getKind()) {
            case IDENT -> names.add(expr.ident().name());
            case SELECT -> {
                CelExpr operand = expr.select().operand();
                if (operand.getKind() == Kind.IDENT) {
                    names.add(operand.ident().name() + "." + expr.select().field());
                } else {
                    visit(operand);
                }
            }
            case CALL -> {
                if (visitEntry(expr.call())) return;
                expr.call().target().ifPresent(this::visit);
                expr.call().args().forEach(this::visit);
            }
            case LIST -> expr.list().elements().forEach(this::visit);
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    visit(entry.key());
                    visit(entry.value());
                });
            case COMPREHENSION -> visit(expr.comprehension());
            default -> {}
        }
    }

    /** {@code attributes["a.b"]} and {@code "a.b" in attributes} read one key only. */
    private boolean visitEntry(CelCall call) {
        if (!call.function().equals("_[_]") && !call.function().equals("@in")) return false;
        int map = call.function().equals("@in") ? 1 : 0;
        CelExpr name = call.args().get(map);
        CelExpr key = call.args().get(1 - map);
        if (name.getKind() != Kind.IDENT || !PredicateCompiler.isText(key)) return false;
        names.add(name.ident().name() + "." + key.constant().stringValue());
        return true;
    }

    private void visit(CelComprehension comprehension) {
        visit(comprehension.iterRange());
        visit(comprehension.accuInit());
        visit(comprehension.loopCondition());
        visit(comprehension.loopStep());
        visit(comprehension.result());
    }
}
