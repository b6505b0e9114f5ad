package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Course;
import dev.vigia.sinks.notify.text.CourseText;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The charts of an e-mail: parts of their own, which its HTML shows by their ids (RFC 2392). */
final class EmailCharts {

    private static final Logger LOG = LoggerFactory.getLogger(EmailCharts.class);

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
        return section.course()
                .filter(known -> pictures.size() < MOST)
                .map(known -> figure(section, known))
                .orElse("");
    }

    private String figure(AlertSection section, CourseText told) {
        OptionalLong began = began(section, told.course());
        byte[] picture;
        try {
            picture = new CourseChart(told.course(), EmailHtml.color(section), began).png();
        } catch (LinkageError e) {
            // A Java without its desktop module, or without a library of it. Words are what counts.
            LOG.warn("No chart in an e-mail: this Java cannot draw: {}", e.toString());
            return "";
        }
        String id = "chart-" + (pictures.size() + 1) + "." + notification + "@vigia";
        pictures.put(id, picture);
        String caption = told.caption() + (began.isPresent() ? " " + told.began() : "");
        return "<img src=\"cid:" + id + "\" width=\"" + CourseChart.WIDTH + "\" height=\"" + CourseChart.HEIGHT
                + "\" alt=\"" + EmailHtml.escaped(told.line())
                + "\" style=\"display:block;width:100%;max-width:" + CourseChart.WIDTH
                + "px;height:auto;margin:8px 0 2px;\">" + EmailHtml.muted(caption);
    }

    /** When the episode began, where that lies in the picture. */
    private static OptionalLong began(AlertSection section, Course course) {
        long at = section.alert().getStartedAt();
        boolean shown = at > course.end() - course.length().toMillis() && at < course.end();
        return shown ? OptionalLong.of(at) : OptionalLong.empty();
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
