package dev.vigia.sinks.notify;

import static dev.vigia.sinks.notify.Strict.require;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A real mail server with one account. What others refuse, and it does not, it hangs up on. */
record MailServer(GreenMail mail) implements ChannelContract.Peer {

    static final String USERNAME = "vigia";
    static final String PASSWORD = "s3cretWord";

    /** Of Postfix, as it is installed: message_size_limit. */
    private static final int LARGEST = 10_240_000;

    /** Without its end (RFC 5321, 4.5.3.1.6). */
    private static final int LONGEST_LINE = 998;

    /** @param protocol as GreenMail calls it: smtp, or smtps for TLS from the first byte */
    static MailServer start(String protocol) {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", protocol));
        mail.setUser("vigia@example.org", USERNAME, PASSWORD);
        mail.getUserManager().setMessageDeliveryHandler((message, to) -> deliver(mail, message, to));
        mail.start();
        return new MailServer(mail);
    }

    private static GreenMailUser deliver(GreenMail mail, MovingMessage message, MailAddress to)
            throws MessagingException, UserException {
        // GreenMail checks a login only of who tries one.
        require(message.getAuthenticationState() != null, "530 5.7.0 Authentication required");
        check(message.getMessage());
        GreenMailUser known = mail.getUserManager().getUserByEmail(to.getEmail());
        return known != null ? known : mail.getUserManager().createUser(to.getEmail(), to.getEmail(), to.getEmail());
    }

    private static void check(MimeMessage message) throws MessagingException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        require(bytes.size() <= LARGEST, "552 5.3.4 Message size exceeds fixed limit");
        for (String line : bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            require(line.length() <= LONGEST_LINE, "500 5.5.2 Line too long");
            require(line.indexOf('\n') < 0 && line.indexOf('\r') < 0, "521 5.5.2 Bare line feed");
            // The server offers no 8BITMIME.
            require(line.chars().allMatch(c -> c < 128), "554 5.6.1 Eight bits");
        }
    }

    @Override
    public int port() {
        return mail.getSmtp() == null
                ? mail.getSmtps().getPort()
                : mail.getSmtp().getPort();
    }

    @Override
    public String lastMessage() {
        try {
            MimeMessage last = mail.getReceivedMessages()[mail.getReceivedMessages().length - 1];
            MimeMultipart parts = (MimeMultipart) last.getContent();
            return last.getSubject()
                    + parts.getBodyPart(0).getContent()
                    + parts.getBodyPart(1).getContent();
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each of the two recipients has every message. */
    @Override
    public int told() {
        return mail.getReceivedMessages().length / 2;
    }

    @Override
    public void close() {
        mail.stop();
    }
}
