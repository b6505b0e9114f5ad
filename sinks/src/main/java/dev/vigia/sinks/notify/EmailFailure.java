package dev.vigia.sinks.notify;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a message did not go to everybody.
 *
 * @param first what the mail library threw; what was said of single addresses hangs on it
 * @param whole whether the message was sent to its final dot
 */
record EmailFailure(MessagingException first, boolean whole) {

    /** Whom the server takes it to all the same. */
    List<Address> taken() {
        return first instanceof SendFailedException partly && partly.getValidSentAddresses() != null
                ? List.of(partly.getValidSentAddresses())
                : List.of();
    }

    /** Whether the server has all of it, and did not say that it takes it or not. */
    boolean isUnanswered() {
        return whole && code(first).filter(code -> code > 0).isEmpty();
    }

    /** Whether one of those who lack it may get it later. */
    boolean mayPass() {
        List<Integer> codes =
                refusals().flatMap(refusal -> code(refusal).stream()).toList();
        if (codes.isEmpty()) return !(first instanceof AuthenticationFailedException);
        return codes.stream().anyMatch(code -> code < 500);
    }

    /** What the server said; where it did not, what went wrong. */
    String words() {
        String said = refusals()
                .filter(refusal -> code(refusal).isPresent())
                .map(EmailFailure::words)
                .distinct()
                .collect(Collectors.joining("; "));
        return said.isEmpty() ? words(chain().reduce((outer, inner) -> inner).orElseThrow()) : said;
    }

    static String words(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.strip().replaceAll("\\s+", " ");
    }

    /** Where some have it, the first says that, and not what the others were refused for. */
    private Stream<Exception> refusals() {
        return chain().skip(taken().isEmpty() ? 0 : 1);
    }

    private Stream<Exception> chain() {
        Stream.Builder<Exception> chain = Stream.builder();
        for (Exception e = first; e != null; e = next(e)) chain.add(e);
        return chain.build();
    }

    private static @Nullable Exception next(Exception e) {
        return e instanceof MessagingException messaging ? messaging.getNextException() : null;
    }

    /** The reply code of the server (RFC 5321, 4.2); negative where it hung up in place of one. */
    private static Optional<Integer> code(Exception e) {
        if (e instanceof SMTPSendFailedException failed) return Optional.of(failed.getReturnCode());
        if (e instanceof SMTPAddressFailedException failed) return Optional.of(failed.getReturnCode());
        if (e instanceof SMTPSenderFailedException failed) return Optional.of(failed.getReturnCode());
        return Optional.empty();
    }
}
