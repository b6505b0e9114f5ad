package dev.vigia.sinks.notify;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code multipart/form-data} (RFC 7578), which takes files. Names are ours, so that none needs escaping. Not thread-safe.
 */
final class FormData {

    private final MimeMultipart parts = new MimeMultipart("form-data");

    FormData add(String name, String text) {
        return add("name=\"" + name + "\"", "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    FormData add(String name, String fileName, String type, byte[] content) {
        return add("name=\"" + name + "\"; filename=\"" + fileName + "\"", type, content);
    }

    private FormData add(String names, String type, byte[] content) {
        try {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
            part.setHeader("Content-Disposition", "form-data; " + names);
            part.setHeader("Content-Type", type);
            parts.addBodyPart(part);
            return this;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the boundary, in one line. */
    String contentType() {
        return MimeUtility.unfold(parts.getContentType()).replaceAll("\\s+", " ");
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            parts.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
