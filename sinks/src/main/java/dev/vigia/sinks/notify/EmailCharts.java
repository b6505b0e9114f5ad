package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The charts of an e-mail: parts of their own, which its HTML shows by their ids (RFC 2392). */
final class EmailCharts {

    /** The worst alerts have one. */
    private static final int MOST = 10;

    private final String notification;
    /** By their ids, in the order in which they are shown. */
    private final Map<String, byte[]> pictures = new LinkedHashMap<>();

    /** @param notification its id, in characters that an id of a part may have */
    EmailCharts(String notification) {
        this.notification = notification;
    }

    /** The HTML that shows how an alert's value has come about; empty where that is not known. */
    String figure(AlertSection section) {
        if (pictures.size() >= MOST) return "";
        return Picture.of(section, CourseChart.Format.PAGE).map(this::figure).orElse("");
    }

    private String figure(Picture picture) {
        String id = "chart-" + (pictures.size() + 1) + "." + notification + "@vigia";
        pictures.put(id, picture.png());
        CourseChart.Format format = CourseChart.Format.PAGE;
        return "<img src=\"cid:" + id + "\" width=\"" + format.width() + "\" height=\"" + format.height()
                + "\" alt=\"" + EmailHtml.escaped(picture.bars())
                + "\" style=\"display:block;width:100%;max-width:" + format.width()
                + "px;height:auto;margin:8px 0 2px;\">" + EmailHtml.muted(picture.caption());
    }

    /** The part that holds the HTML; with its pictures, where it has some. */
    MimeBodyPart with(MimeBodyPart html) throws MessagingException {
        if (pictures.isEmpty()) return html;
        MimeMultipart related = new MimeMultipart("related", html);
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) related.addBodyPart(part(picture));
        MimeBodyPart whole = new MimeBodyPart();
        whole.setContent(related);
        return whole;
    }

    private static MimeBodyPart part(Map.Entry<String, byte[]> picture) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setDataHandler(new DataHandler(new ByteArrayDataSource(picture.getValue(), "image/png")));
        part.setContentID("<" + picture.getKey() + ">");
        part.setDisposition(Part.INLINE);
        part.setFileName(picture.getKey().substring(0, picture.getKey().indexOf('.')) + ".png");
        return part;
    }
}
