package dev.vigia.sinks.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigia.schemas.avro.Alert;
import dev.vigia.sinks.notify.text.Course;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.avro.specific.SpecificRecord;
import org.jfree.chart.JFreeChart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CourseChartTest {

    private static final double NONE = Double.NaN;
    private static final Color RED = new Color(0xdc2626);

    private static Course course(boolean above, double bound, Double... values) {
        return new Course(Optional.empty(), "", List.of(values), Duration.ofSeconds(10), 1_000_000, bound, above);
    }

    private static BufferedImage draw(Course course, OptionalLong began) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(new CourseChart(course, "#dc2626", began).png(CourseChart.Format.PAGE)));
    }

    /** The highest pixel of the line in a column; the image's height where there is none. */
    private static int line(BufferedImage image, double part) {
        int x = (int) (part * (image.getWidth() - 1));
        return IntStream.range(0, image.getHeight())
                .filter(y -> new Color(image.getRGB(x, y), true).equals(RED))
                .findFirst()
                .orElse(image.getHeight());
    }

    private static int alpha(BufferedImage image, double across, double down) {
        int x = (int) (across * (image.getWidth() - 1));
        int y = (int) (down * (image.getHeight() - 1));
        return image.getRGB(x, y) >>> 24;
    }

    @Test
    void line_risesWithTheValues() throws Exception {
        BufferedImage image = draw(course(true, 5, 1.0, 1.0, 1.0, 5.0, 10.0), OptionalLong.empty());

        assertThat(line(image, 0.2)).isGreaterThan(line(image, 0.6)).isLessThan(image.getHeight());
        assertThat(line(image, 0.6)).isGreaterThan(line(image, 0.95));
    }

    @Test
    void line_whereAValueIsMissing_hasAGap() throws Exception {
        BufferedImage image = draw(course(true, 5, 1.0, 1.0, NONE, 1.0, 2.0), OptionalLong.empty());

        assertThat(line(image, 0.5)).isEqualTo(image.getHeight());
        assertThat(line(image, 0.15)).isLessThan(image.getHeight());
        assertThat(line(image, 0.85)).isLessThan(image.getHeight());
    }

    @Test
    void value_betweenTwoThatAreMissing_isADot() throws Exception {
        BufferedImage image = draw(course(true, 5, 1.0, 1.0, NONE, 1.0, NONE, 2.0, 2.0), OptionalLong.empty());

        assertThat(line(image, 0.5)).isLessThan(image.getHeight());
    }

    @Test
    void ground_isTransparentButForWhatIsBeyondTheBound() throws Exception {
        BufferedImage above = draw(course(true, 5, 1.0, 1.0, 1.0, 10.0), OptionalLong.empty());
        BufferedImage below = draw(course(false, 5, 10.0, 10.0, 10.0, 1.0), OptionalLong.empty());

        assertThat(alpha(above, 0.3, 0.05)).isBetween(1, 80);
        assertThat(alpha(above, 0.3, 0.7)).isZero();
        assertThat(alpha(below, 0.3, 0.3)).isZero();
        assertThat(alpha(below, 0.3, 0.95)).isBetween(1, 80);
    }

    @Test
    void ground_ofAMessageOfItsOwn_isWhite() throws Exception {
        byte[] png = new CourseChart(course(true, 5, 1.0, 1.0, 1.0, 10.0), "#dc2626", OptionalLong.empty())
                .png(CourseChart.Format.CHAT);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(image.getColorModel().hasAlpha()).isFalse();
        assertThat(new Color(image.getRGB(image.getWidth() / 3, image.getHeight() * 7 / 10)))
                .isEqualTo(Color.WHITE);
        assertThat(line(image, 0.95)).isLessThan(line(image, 0.3));
    }

    @Test
    void beginning_isMarkedWhereItLies() throws Exception {
        Course course = course(true, 50, 1.0, 1.0, 1.0, 1.0, 1.0);
        BufferedImage with = draw(course, OptionalLong.of(1_000_000 - 20_000));

        assertThat(IntStream.range(0, 200).filter(y -> alpha(with, 0.5, y / 240.0) > 200))
                .as("dashes on the way down")
                .hasSizeGreaterThan(50);
        assertThat(IntStream.range(0, 200).filter(y -> alpha(with, 0.4, y / 240.0) > 200))
                .as("the bound alone")
                .hasSizeLessThan(10);
    }

    @Test
    void values_thatAreAllTheSame_areALine() throws Exception {
        for (double value : new double[] {0, 7, -7}) {
            BufferedImage image = draw(course(true, value, value, value, value), OptionalLong.empty());
            assertThat(line(image, 0.5)).isLessThan(image.getHeight());
        }
    }

    @Test
    void png_ofTheSameCourse_isTheSameBytesAndSmall() {
        Course course = course(true, 5, 1.0, 2.0, 10.0);
        byte[] png = new CourseChart(course, "#dc2626", OptionalLong.empty()).png(CourseChart.Format.PAGE);

        assertThat(new CourseChart(course, "#dc2626", OptionalLong.empty()).png(CourseChart.Format.PAGE))
                .isEqualTo(png);
        assertThat(png).hasSizeLessThan(20_000);
    }

    /** Draws a chart in a program of its own. */
    static final class Draw {

        private Draw() {}

        public static void main(String[] arguments) {
            Course course = course(true, 5, 1.0, NONE, 10.0);
            new CourseChart(course, "#dc2626", OptionalLong.of(995_000)).png(CourseChart.Format.PAGE);
        }
    }

    /** Images of Kafka Connect may have neither fonts nor the libraries that read them. */
    @Test
    void chart_isDrawnWithoutFonts() throws Exception {
        String classPath = Stream.of(
                        CourseChartTest.class,
                        CourseChart.class,
                        JFreeChart.class,
                        Alert.class,
                        SpecificRecord.class,
                        Nullable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> Path.of(location.getPath()).toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load",
                        "-cp",
                        classPath,
                        Draw.class.getName())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(java.waitFor()).as(loaded).isZero();
        assertThat(loaded).contains("org.jfree.chart.plot.XYPlot");
        assertThat(loaded.lines().filter(line -> line.contains(" sun.font.SunFontManager ")))
                .isEmpty();
        assertThat(loaded.lines().filter(line -> line.contains("sun.font.FontManagerNativeLibrary")))
                .isEmpty();
    }
}
