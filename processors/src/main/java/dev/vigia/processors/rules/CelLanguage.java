package dev.vigia.processors.rules;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.vigia.processors.rules.Rule.Source;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * CEL over one kind of record: its variables, their types, and how to evaluate. The types come from {@link Fields}, so a
 * name that does not exist is an error when a rule is read and not when a record comes. Thread-safe.
 */
final class CelLanguage {

    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

    private static final Map<Source, CelLanguage> ALL = java.util.Arrays.stream(Source.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), CelLanguage::new));

    private final Source source;
    private final CelCompiler compiler;
    private final CelRuntime runtime;

    private CelLanguage(Source source) {
        this.source = source;
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(new Structures(source))
                .setResultType(SimpleType.BOOL)
                .addVar(FieldPath.ATTRIBUTES, MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar(FieldPath.RESOURCE, MapType.create(SimpleType.STRING, SimpleType.STRING));
        Fields.of(source).forEach((path, field) -> {
            if (path.indexOf('.') < 0) builder.addVar(path, type(field));
        });
        structures(source).forEach(name -> builder.addVar(name, StructTypeReference.create(name)));
        compiler = builder.build();
        runtime = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
    }

    static CelLanguage of(Source source) {
        CelLanguage language = ALL.get(source);
        if (language == null) throw new IllegalArgumentException("no such source: " + source);
        return language;
    }

    /** Parses and checks an expression; {@code attributes.a.b} becomes {@code attributes["a.b"]}. */
    CelAbstractSyntaxTree compile(String expression) throws FilterException {
        CelMutableAst ast = CelMutableAst.fromCelAst(valid(compiler.parse(expression)));
        DottedKeys.rewrite(ast.expr());
        return valid(compiler.check(ast.toParsedAst()));
    }

    /** An evaluator of a part of a checked expression. */
    Predicate evaluator(CelAbstractSyntaxTree whole, dev.cel.common.ast.CelExpr part) throws FilterException {
        CelAbstractSyntaxTree ast = valid(compiler.check(CelAbstractSyntaxTree.newParsedAst(part, whole.getSource())));
        try {
            CelRuntime.Program program = runtime.createProgram(ast);
            return record -> evaluate(program, new RecordVariables(source, record));
        } catch (CelEvaluationException e) {
            throw new FilterException(String.valueOf(e.getMessage()));
        }
    }

    private static Match evaluate(CelRuntime.Program program, RecordVariables variables) {
        try {
            return program.eval(variables) instanceof Boolean result ? Match.of(result) : Match.ERROR;
        } catch (CelEvaluationException e) {
            return Match.ERROR;
        }
    }

    private static CelAbstractSyntaxTree valid(CelValidationResult result) throws FilterException {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            ImmutableList<CelIssue> errors = result.getErrors();
            throw new FilterException(errors.isEmpty() ? String.valueOf(e.getMessage()) : describe(errors.get(0)));
        }
    }

    private static String describe(CelIssue issue) {
        CelSourceLocation at = issue.getSourceLocation();
        String message = issue.getMessage().replace(" (in container '')", "").replace('\n', ' ');
        if (at.getLine() < 1) return message;
        return message + " (" + (at.getLine() > 1 ? "line " + at.getLine() + ", " : "") + "column "
                + (at.getColumn() + 1) + ")";
    }

    private static ImmutableSet<String> structures(Source source) {
        return Fields.of(source).keySet().stream()
                .filter(path -> path.indexOf('.') > 0)
                .map(path -> path.substring(0, path.indexOf('.')))
                .collect(ImmutableSet.toImmutableSet());
    }

    private static CelType type(FieldPath field) {
        if (field instanceof FieldPath.Text) return SimpleType.STRING;
        return field instanceof FieldPath.Whole ? SimpleType.INT : SimpleType.DOUBLE;
    }

    /** The types of {@code http} and {@code exception}. */
    private static final class Structures implements CelTypeProvider {

        private final ImmutableList<CelType> types;

        Structures(Source source) {
            types = structures(source).stream()
                    .map(name -> structure(source, name))
                    .collect(ImmutableList.toImmutableList());
        }

        private static CelType structure(Source source, String name) {
            Map<String, FieldPath> fields = Fields.of(source);
            ImmutableSet<String> names = fields.keySet().stream()
                    .filter(path -> path.startsWith(name + "."))
                    .map(path -> path.substring(name.length() + 1))
                    .collect(ImmutableSet.toImmutableSet());
            return StructType.create(
                    name,
                    names,
                    field -> Optional.ofNullable(fields.get(name + "." + field)).map(CelLanguage::type));
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return types;
        }

        @Override
        public Optional<CelType> findType(String name) {
            return types.stream().filter(type -> type.name().equals(name)).findFirst();
        }
    }
}
