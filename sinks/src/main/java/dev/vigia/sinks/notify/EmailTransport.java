package dev.vigia.sinks.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One connection to a mail server, for one message. */
final class EmailTransport extends SMTPTransport {

    private boolean whole;

    EmailTransport(Session session) {
        super(session, new URLName("smtp", null, -1, null, null, null));
    }

    /** Whether the message was sent to its final dot. Before that no server may take it (RFC 5321, 3.8). */
    boolean isWhole() {
        return whole;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        whole = true;
        super.finishData();
    }

    /** Nothing depends on what the server says to a farewell. */
    @Override
    public synchronized void close() {
        try {
            super.close();
        } catch (MessagingException e) {
            // The connection is closed all the same.
        }
    }
}
