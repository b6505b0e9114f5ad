package dev.vigia.sinks.notify;

import dev.vigia.sinks.notify.text.Course;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A course as a picture: its line, the bound dashed, what is beyond it tinted, and a mark where the episode began, in colors that
 * are seen on white and on black.
 *
 * <p>There is no text in it. Text takes fonts and a native library for them, which many images of Kafka Connect do not have;
 * whatever measures text fails there as well, so that axes are hidden and choose no ticks by themselves.
 */
final class CourseChart {

    /** What it is drawn for. */
    enum Format {
        /** Between the lines of a text; transparent, since mail programs do not turn pictures over at night. */
        PAGE(600, 120, BufferedImage.TYPE_INT_ARGB),
        /** A message of its own; on white, since services that make it a JPEG would make a transparent ground black. */
        CHAT(600, 200, BufferedImage.TYPE_INT_RGB);

        private final int width;
        private final int height;
        private final int type;

        Format(int width, int height, int type) {
            this.width = width;
            this.height = height;
            this.type = type;
        }

        /** As wide as it is shown. */
        int width() {
            return width;
        }

        int height() {
            return height;
        }
    }

    /** Small screens have more pixels to a length. */
    private static final int DENSITY = 2;

    private static final Color GRAY = new Color(0x8b929e);
    /** Of what is beyond the bound: red, and hardly seen. */
    private static final Color TINT = new Color(220, 38, 38, 36);

    private static final double DOT = 7;

    private final Course course;
    private final Color color;
    private final OptionalLong began;

    /**
     * @param color of the line: CSS, {@code #rrggbb}
     * @param began milliseconds since 1970-01-01 UTC; empty where that is not marked
     */
    CourseChart(Course course, String color, OptionalLong began) {
        this.course = course;
        this.color = Color.decode(color);
        this.began = began;
    }

    /** The same course gives the same bytes. */
    byte[] png(Format format) {
        JFreeChart chart = chart();
        if (format.type == BufferedImage.TYPE_INT_RGB) chart.setBackgroundPaint(Color.WHITE);
        BufferedImage image =
                chart.createBufferedImage(format.width * DENSITY, format.height * DENSITY, format.type, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // Without a stream of its own ImageIO writes a file for it.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private JFreeChart chart() {
        XYSeriesCollection data = new XYSeriesCollection(line());
        data.addSeries(dots());
        XYPlot plot = new XYPlot(data, times(), axis(bottom(), course.top()), renderer());
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        mark(plot);
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(RectangleInsets.ZERO_INSETS);
        return chart;
    }

    private void mark(XYPlot plot) {
        double bound = course.bound();
        plot.addRangeMarker(
                course.above()
                        ? new IntervalMarker(bound, course.top(), TINT)
                        : new IntervalMarker(bottom(), bound, TINT));
        plot.addRangeMarker(new ValueMarker(bound, GRAY, dashes(12, 8)));
        began.ifPresent(at -> plot.addDomainMarker(new ValueMarker(at, GRAY, dashes(3, 5))));
    }

    private static BasicStroke dashes(float length, float gap) {
        return new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {length, gap}, 0);
    }

    private XYSeries line() {
        XYSeries line = new XYSeries("values");
        List<Double> values = course.values();
        for (int i = 0; i < values.size(); i++) line.add(time(i), values.get(i));
        return line;
    }

    /** The last value, and those that no line leads to. */
    private XYSeries dots() {
        XYSeries dots = new XYSeries("dots");
        List<Double> values = course.values();
        for (int i = 0; i < values.size(); i++) {
            boolean alone = isMissing(i - 1) && isMissing(i + 1);
            if (!isMissing(i) && (alone || i == values.size() - 1)) dots.add(time(i), values.get(i));
        }
        return dots;
    }

    private boolean isMissing(int place) {
        return place < 0
                || place >= course.values().size()
                || course.values().get(place).isNaN();
    }

    /** End of a window: milliseconds since 1970-01-01 UTC. */
    private double time(int place) {
        return course.end()
                - (course.values().size() - 1.0 - place) * course.step().toMillis();
    }

    /** With room for a line at the bottom. */
    private double bottom() {
        return course.bottom() - (course.top() - course.bottom()) / 16;
    }

    /** With room for the dots at the sides. */
    private NumberAxis times() {
        double length = course.length().toMillis();
        return axis(time(0) - length / 100, course.end() + length / 100);
    }

    private static NumberAxis axis(double from, double to) {
        NumberAxis axis = new NumberAxis();
        axis.setVisible(false);
        axis.setAutoTickUnitSelection(false);
        axis.setTickUnit(new NumberTickUnit(to - from));
        axis.setRange(from, to);
        return axis;
    }

    private XYLineAndShapeRenderer renderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        Shape dot = new Ellipse2D.Double(-DOT, -DOT, 2 * DOT, 2 * DOT);
        for (int series = 0; series < 2; series++) renderer.setSeriesPaint(series, color);
        renderer.setSeriesStroke(0, new BasicStroke(4.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        renderer.setSeriesLinesVisible(1, false);
        renderer.setSeriesShapesVisible(1, true);
        renderer.setSeriesShape(1, dot);
        return renderer;
    }
}
