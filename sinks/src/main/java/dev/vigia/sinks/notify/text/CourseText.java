package dev.vigia.sinks.notify.text;

import dev.vigia.schemas.avro.Alert;
import java.util.Optional;

/**
 * How an alert's value has come about, in words.
 *
 * @param name what it is, and over which time
 * @param line bars, and between which values they are
 * @param caption what a picture of it shows, which has no words itself
 * @param began for a picture that marks where the alert began
 */
public record CourseText(Course course, String name, String line, String caption, String began) {

    static Optional<CourseText> of(Words words, Alert alert) {
        return Course.of(alert).map(course -> of(words, course));
    }

    private static CourseText of(Words words, Course course) {
        Numbers numbers = words.numbers();
        Measure measure = Measure.of(course.condition());
        String least = numbers.value(measure, course.least(), course.bound());
        String largest = numbers.value(measure, course.largest(), course.bound());
        String bound = (course.above() ? "> " : "< ") + numbers.exact(measure, course.bound());
        String length = words.duration(course.length());
        String name = words.say("fact.COURSE", length);
        return new CourseText(
                course,
                course.part().map(part -> name + ", " + part).orElse(name),
                words.say("course", Sparkline.of(course), least, largest),
                words.say("chart", length, words.time(course.end()), least, largest, bound),
                words.say("chart.began"));
    }
}
