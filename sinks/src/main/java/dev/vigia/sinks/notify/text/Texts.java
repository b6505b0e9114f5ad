package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.Drills;
import dev.vigia.schemas.Reasons;
import dev.vigia.schemas.avro.Alert;
import dev.vigia.schemas.avro.AlertState;
import dev.vigia.schemas.avro.Notification;
import dev.vigia.schemas.avro.NotificationKind;
import dev.vigia.schemas.avro.Severity;
import dev.vigia.schemas.avro.SummaryLine;
import dev.vigia.schemas.avro.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notifications in the words of who reads them: of the person whom a notification calls, else of the receiver. The same notification
 * gives the same text. Thread-safe.
 */
public final class Texts {

    private static final Comparator<AlertSection> URGENCY = Comparator.comparing(AlertSection::isOver)
            .thenComparing(AlertSection::isWatched)
            .thenComparing(section -> section.alert().getSeverity());

    private final Words words;
    private final Links links;

    /** @param reader the receiver */
    public Texts(Reader reader, Links links) {
        this.words = new Words(reader);
        this.links = links;
    }

    /** How the receiver reads. */
    public Reader reader() {
        return words.reader();
    }

    public Links links() {
        return links;
    }

    /** Of any kind; of one that is not known, only that. */
    public NotificationText of(Notification notification) {
        Reader reader = reader().of(notification);
        return reader.equals(reader()) ? write(notification) : new Texts(reader, links).write(notification);
    }

    private NotificationText write(Notification notification) {
        return switch (notification.getKind()) {
            case SUMMARY -> summary(notification);
            case DIGEST -> digest(notification);
            case HEARTBEAT ->
                plain(notification, "💓", words.say("heartbeat.title"), words.say("heartbeat.lead", at(notification)));
            default -> alerts(notification);
        };
    }

    private String at(Notification notification) {
        return words.time(notification.getAt());
    }

    private NotificationText plain(Notification notification, String sign, String title, String lead) {
        return new NotificationText(
                words, sign, title, lead, List.of(), List.of(), facts(notification), List.of(console()));
    }

    private NotificationText alerts(Notification notification) {
        List<AlertSection> sections = sections(notification);
        if (sections.isEmpty()) {
            return plain(notification, "ℹ️", reason(notification.getReason()), reason(notification.getReason()));
        }
        AlertSection worst = sections.get(0);
        int more = sections.size() - 1;
        return new NotificationText(
                words,
                worst.sign(),
                more == 0 ? worst.title() : worst.title() + " (+" + more + ")",
                more == 0 ? worst.lead() : counts(sections),
                sections,
                List.of(),
                facts(notification),
                more == 0 ? List.of() : List.of(console()));
    }

    private List<AlertSection> sections(Notification notification) {
        List<AlertSection> sections = new ArrayList<>();
        for (int i = 0; i < notification.getAlerts().size(); i++) sections.add(section(notification, i));
        sections.sort(URGENCY);
        return List.copyOf(sections);
    }

    /** How many are on, watched and over. */
    private String counts(List<AlertSection> sections) {
        long over = sections.stream().filter(AlertSection::isOver).count();
        long watched = sections.stream().filter(AlertSection::isWatched).count();
        long on = sections.size() - over - watched;
        Map<String, Long> counts = new TreeMap<>(Map.of("1.on", on, "2.watched", watched, "3.over", over));
        return counts.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> words.say("count" + entry.getKey().substring(1), entry.getValue()))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private AlertSection section(Notification notification, int number) {
        Alert alert = notification.getAlerts().get(number);
        return new AlertSection(
                alert,
                sign(alert),
                title(alert),
                new Lead(words).of(alert, notification.getAt()),
                Sentence.of(words, alert),
                reason(Reasons.of(notification, number)),
                facts(notification, number),
                links(alert),
                CourseText.of(words, alert));
    }

    /** In a digest, where nothing else says it, also what is news of the alert. */
    private List<Fact> facts(Notification notification, int number) {
        List<Fact> facts = new ArrayList<>();
        if (notification.getKind() == NotificationKind.DIGEST) {
            facts.add(fact(Fact.Kind.NEWS, reason(Reasons.of(notification, number))));
            int began = notification.getEpisodes().isEmpty()
                    ? 0
                    : notification.getEpisodes().get(number);
            if (began > 1) facts.add(fact(Fact.Kind.EPISODES, words.say("digest.episodes", began)));
        }
        facts.addAll(AlertFacts.of(words, notification.getAlerts().get(number), notification.getAt()));
        return List.copyOf(facts);
    }

    private String title(Alert alert) {
        String title = oneLine(alert.getTitle());
        return Drills.isDrill(alert) ? words.say("drill") + " " + title : title;
    }

    /** What is on before what is over, as the sections of other messages are; beyond those that are named, a line a rule. */
    private NotificationText digest(Notification notification) {
        List<AlertSection> sections = sections(notification);
        long over = sections.stream().filter(AlertSection::isOver).count();
        long on = sections.size() - over;
        for (SummaryLine line : notification.getSummary()) {
            on += line.getActive();
            over += line.getResolved();
        }
        Long since = notification.getSince();
        String counts = words.say("digest.counts", on, over);
        return new NotificationText(
                words,
                sections.isEmpty() ? "📋" : sections.get(0).sign(),
                words.say(
                        "digest.title",
                        sections.size() == 1 && on + over == 1 ? sections.get(0).title() : counts),
                words.say("digest.lead", counts, words.time(since == null ? notification.getAt() : since)),
                sections,
                notification.getSummary().stream().map(this::line).toList(),
                facts(notification),
                List.of(console()));
    }

    private NotificationText summary(Notification notification) {
        List<SummaryLine> rules = notification.getSummary();
        long active = rules.stream().mapToLong(SummaryLine::getActive).sum();
        long resolved = rules.stream().mapToLong(SummaryLine::getResolved).sum();
        Optional<Severity> worst = rules.stream().map(SummaryLine::getSeverity).min(Comparator.naturalOrder());
        return new NotificationText(
                words,
                worst.map(severity -> active > 0 ? sign(severity) : "✅").orElse("📊"),
                words.say("summary.title", active + resolved, rules.size()),
                words.say("summary.lead"),
                List.of(),
                rules.stream().map(this::line).toList(),
                facts(notification),
                List.of(console()));
    }

    private String line(SummaryLine line) {
        String counts = words.say("summary.counts", line.getActive(), line.getResolved());
        String head = sign(line.getSeverity()) + " " + oneLine(line.getTitle()) + ": " + counts;
        return line.getGroups().isEmpty() ? head : head + " — " + oneLine(String.join("; ", line.getGroups()));
    }

    private List<Fact> facts(Notification notification) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(Fact.Kind.REASON, reason(notification.getReason())));
        if (notification.getAlerts().size() > 1
                && !notification.getGroupLabels().isEmpty()) {
            String group = new TreeMap<>(notification.getGroupLabels())
                    .entrySet().stream()
                            .map(label -> label.getKey() + "=" + label.getValue())
                            .collect(Collectors.joining(", "));
            facts.add(fact(Fact.Kind.GROUPED_BY, group));
        }
        String instead = notification.getFallbackFor();
        if (instead != null) facts.add(fact(Fact.Kind.FALLBACK, words.say("fallback", instead)));
        return List.copyOf(facts);
    }

    private Fact fact(Fact.Kind kind, String value) {
        return new Fact(kind, words.say("fact." + kind), value);
    }

    private List<Link> links(Alert alert) {
        List<Link> all = new ArrayList<>();
        all.add(link(Link.Kind.ALERT, links.alert(alert)));
        links.records(alert).ifPresent(url -> all.add(link(Link.Kind.RECORDS, url)));
        web(alert.getRunbookUrl()).ifPresent(url -> all.add(link(Link.Kind.RUNBOOK, url)));
        web(alert.getGeneratorUrl()).ifPresent(url -> all.add(link(Link.Kind.SOURCE, url)));
        if (!isOver(alert)) all.add(link(Link.Kind.SILENCE, links.silence(alert)));
        return List.copyOf(all);
    }

    private static Optional<String> web(@Nullable String url) {
        return Optional.ofNullable(url).filter(Links::isWeb);
    }

    private Link console() {
        return link(Link.Kind.CONSOLE, links.console() + "/");
    }

    private Link link(Link.Kind kind, String url) {
        return new Link(kind, words.say("link." + kind), url);
    }

    /** A reason in the reader's language; one that there are no words for stays as it is. */
    private String reason(String reason) {
        String key = reason.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return words.sayOr("reason." + key, reason);
    }

    static String sign(Alert alert) {
        if (isOver(alert)) return "✅";
        return isWatched(alert) ? "👀" : sign(alert.getSeverity());
    }

    /** */
    static String sign(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "🔥";
            case HIGH, MEDIUM -> "⚠️";
            case LOW, INFO -> "📊";
        };
    }

    public static boolean isOver(Alert alert) {
        return alert.getState() == AlertState.INACTIVE;
    }

    /** Whether it has recovered, and is watched for a time before it is closed. */
    public static boolean isWatched(Alert alert) {
        return !isOver(alert) && alert.getWatchedUntil() != null;
    }

    static boolean isRetracted(Alert alert) {
        return alert.getTransition() == Transition.RETRACTED;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }
}
