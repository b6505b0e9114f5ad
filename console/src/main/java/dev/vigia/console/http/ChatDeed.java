package dev.vigia.console.http;

import dev.vigia.schemas.avro.CommandType;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody does in a chat.
 *
 * @param snooze of a SNOOZE, for how long
 */
record ChatDeed(CommandType type, Optional<Duration> snooze) {

    private static final Duration SNOOZE = Duration.ofHours(1);

    private static final Set<String> ACKNOWLEDGE = Set.of(
            "ack",
            "acknowledge",
            "acknowledged",
            "ok",
            "okay",
            "on it",
            "seen",
            "got it",
            "👍",
            "ciente",
            "visto",
            "recebido",
            "entendido",
            "reconhecer",
            "reconhecido",
            "estou vendo",
            "to vendo",
            "vou ver",
            "estou ciente");

    private static final Set<String> RESOLVE = Set.of(
            "resolve", "resolved", "fixed", "done", "resolvido", "resolvida", "resolver", "corrigido", "encerrado");

    private static final Pattern LATER =
            Pattern.compile("(?:snooze|adiar|soneca|silenciar)(?: (\\d{1,3}) ?(m|min|h|d))?");

    private static final Pattern NOT_SAID = Pattern.compile("[\\p{M}\\p{Punct}\\uFE0F\\x{1F3FB}-\\x{1F3FF}]");

    private static final Pattern EMOJI = Pattern.compile("\\p{So}");

    static ChatDeed of(CommandType type) {
        return new ChatDeed(type, type == CommandType.SNOOZE ? Optional.of(SNOOZE) : Optional.empty());
    }

    /**
     * What the words ask for, in English or Portuguese, whatever the case, accents, punctuation and emoji. The whole text has to be such a
     * word: "not ok yet" asks for nothing.
     */
    static Optional<ChatDeed> said(String text) {
        String bare = NOT_SAID.matcher(Normalizer.normalize(text, Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
        if (bare.chars().anyMatch(Character::isLetter))
            bare = EMOJI.matcher(bare).replaceAll("");
        bare = bare.strip().replaceAll("\\s+", " ");
        if (ACKNOWLEDGE.contains(bare)) return Optional.of(of(CommandType.ACKNOWLEDGE));
        if (RESOLVE.contains(bare)) return Optional.of(of(CommandType.RESOLVE));
        Matcher later = LATER.matcher(bare);
        if (!later.matches()) return Optional.empty();
        if (later.group(1) == null) return Optional.of(of(CommandType.SNOOZE));
        Duration time = time(Long.parseLong(later.group(1)), later.group(2));
        return Optional.of(new ChatDeed(CommandType.SNOOZE, Optional.of(time)));
    }

    private static Duration time(long number, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofMinutes(number);
        };
    }
}
