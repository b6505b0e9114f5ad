package dev.vigia.processors.rules;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.vigia.processors.rules.Rule.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** A CEL expression over one record, ready to be asked. Thread-safe. */
public final class RecordFilter {

    private static final RecordFilter EVERYTHING = new RecordFilter(record -> Match.YES, true, List.of(), Set.of());

    /** Compiling takes milliseconds, and a change of a file compiles all filters of its rules, most of which stay the same. */
    private static final Cache<Written, RecordFilter> COMPILED =
            CacheBuilder.newBuilder().maximumSize(10_000).build();

    private final Predicate predicate;
    private final boolean plain;
    private final List<Equality> equalities;
    private final Set<String> fields;

    private RecordFilter(Predicate predicate, boolean plain, List<Equality> equalities, Set<String> fields) {
        this.predicate = predicate;
        this.plain = plain;
        this.equalities = equalities;
        this.fields = fields;
    }

    /** What a filter is compiled from. */
    private record Written(Source source, String expression) {}

    /**
     * A field that has to have one of some values, or the filter does not match.
     *
     * @param field a text field or an entry of a map
     * @param values what it may be, at least one
     */
    record Equality(FieldPath field, Set<String> values) {}

    /**
     * Compiles an expression, unless it was compiled a while ago; a blank one matches every record.
     *
     * @throws FilterException when it is not CEL, names what the records do not have, or is not a condition
     */
    public static RecordFilter compile(Source source, String expression) throws FilterException {
        if (expression.isBlank()) return EVERYTHING;
        Written written = new Written(source, expression);
        RecordFilter known = COMPILED.getIfPresent(written);
        if (known != null) return known;
        RecordFilter filter = compileAnew(source, expression);
        COMPILED.put(written, filter);
        return filter;
    }

    private static RecordFilter compileAnew(Source source, String expression) throws FilterException {
        CelAbstractSyntaxTree ast = CelLanguage.of(source).compile(expression);
        PredicateCompiler compiler = new PredicateCompiler(source, ast);
        Predicate predicate = compiler.compile();
        List<Equality> equalities = new ArrayList<>();
        collect(compiler, ast.getExpr(), equalities);
        return new RecordFilter(predicate, compiler.plain(), List.copyOf(equalities), NamedFields.in(ast.getExpr()));
    }

    /** An expression that CEL's evaluator alone decides: what {@link #compile} has to agree with. */
    static RecordFilter interpret(Source source, String expression) throws FilterException {
        CelLanguage language = CelLanguage.of(source);
        CelAbstractSyntaxTree ast = language.compile(expression);
        return new RecordFilter(
                language.evaluator(ast, ast.getExpr()), false, List.of(), NamedFields.in(ast.getExpr()));
    }

    public Match test(SpecificRecord record) {
        return predicate.test(record);
    }

    /** What it reads of a record: paths of fields, or of structures and maps as a whole. */
    public Set<String> fields() {
        return fields;
    }

    /** Whether it works without CEL's evaluator, which takes about a microsecond a record. */
    boolean plain() {
        return plain;
    }

    /** Conditions that a record has to meet to match; not all there are. */
    List<Equality> equalities() {
        return equalities;
    }

    private static void collect(PredicateCompiler compiler, CelExpr expr, List<Equality> into) {
        if (expr.getKind() != Kind.CALL) return;
        CelCall call = expr.call();
        if (call.function().equals("_&&_")) {
            call.args().forEach(side -> collect(compiler, side, into));
        } else if (call.function().equals("_==_")) {
            equality(compiler, call.args().get(0), call.args().get(1))
                    .or(() -> equality(compiler, call.args().get(1), call.args().get(0)))
                    .ifPresent(into::add);
        } else if (call.function().equals("@in")) {
            PredicateCompiler.texts(call.args().get(1))
                    .filter(values -> !values.isEmpty())
                    .flatMap(values -> textField(compiler, call.args().get(0)).map(f -> new Equality(f, values)))
                    .ifPresent(into::add);
        }
    }

    private static Optional<Equality> equality(PredicateCompiler compiler, CelExpr field, CelExpr constant) {
        if (!PredicateCompiler.isText(constant)) return Optional.empty();
        return textField(compiler, field)
                .map(f -> new Equality(f, Set.of(constant.constant().stringValue())));
    }

    private static Optional<FieldPath> textField(PredicateCompiler compiler, CelExpr expr) {
        return compiler.field(expr).filter(f -> f instanceof FieldPath.Text || f instanceof FieldPath.Entry);
    }
}
