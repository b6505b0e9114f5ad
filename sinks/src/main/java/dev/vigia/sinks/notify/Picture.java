package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.AlertSection;
import dev.vigia.sinks.notify.text.Course;
import dev.vigia.sinks.notify.text.CourseText;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an alert's value has come about, for a channel that takes pictures.
 *
 * @param caption what it shows, in the reader's words: it has none itself
 * @param bars the same without a picture
 */
record Picture(byte[] png, String caption, String bars) {

    private static final Logger LOG = LoggerFactory.getLogger(Picture.class);

    /** Empty where the values are not known, and where this Java cannot draw. */
    static Optional<Picture> of(AlertSection section, CourseChart.Format format) {
        return section.course().flatMap(told -> draw(section, told, format));
    }

    private static Optional<Picture> draw(AlertSection section, CourseText told, CourseChart.Format format) {
        OptionalLong began = began(section, told.course());
        String caption = told.caption() + (began.isPresent() ? " " + told.began() : "");
        try {
            byte[] png = new CourseChart(told.course(), EmailHtml.color(section), began).png(format);
            return Optional.of(new Picture(png, caption, told.line()));
        } catch (LinkageError e) {
            // A Java without its desktop module, or without a library of it. Words are what counts.
            LOG.warn("No chart in a message: this Java cannot draw: {}", e.toString());
            return Optional.empty();
        }
    }

    /** When the episode began, where that lies in the picture. */
    private static OptionalLong began(AlertSection section, Course course) {
        long at = section.alert().getStartedAt();
        boolean shown = at > course.end() - course.length().toMillis() && at < course.end();
        return shown ? OptionalLong.of(at) : OptionalLong.empty();
    }
}
