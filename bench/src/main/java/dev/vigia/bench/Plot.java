package dev.vigia.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Two charts side by side over one quantity, as SVG. Without a background and in colors that can be read on white and on
 * black, because pages are shown both ways.
 *
 * @param quantity what is varied; what is written below
 * @param right what the right chart shows; the left one shows processor time a record
 */
record Plot(String quantity, Measure right) {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 260;
    private static final String NAMED_FONT = "font-family:&quot;[^&]*&quot;";
    private static final Color TEXT = new Color(0x768390);
    private static final Color GRID = new Color(0x76, 0x83, 0x90, 0x70);
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    /** What was measured at one value of the quantity. */
    record Point(int value, Speed speed) {}

    /** A figure of a point. */
    record Measure(String title, Color color, ToDoubleFunction<Speed> of) {}

    static final Measure RECORDS = new Measure("records/s", new Color(0xD4722A), Speed::perSecond);

    static final Measure PROCESSORS =
            new Measure("processors in use", new Color(0xD4722A), speed -> speed.cpuMicros() * speed.perSecond() / 1e6);

    private static final Measure CPU =
            new Measure("processor time, µs a record", new Color(0x3D86E0), Speed::cpuMicros);

    void write(Path file, List<Point> points) throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart(CPU, points).draw(graphics, new Rectangle(WIDTH, HEIGHT));
        chart(right, points).draw(graphics, new Rectangle(WIDTH, 0, WIDTH, HEIGHT));
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        Processors.get("svg")
                .getDocument(graphics.getCommands(), new PageSize(2.0 * WIDTH, HEIGHT))
                .writeTo(svg);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // A font of this machine may not be there where the page is read.
        Files.writeString(file, svg.toString(UTF_8).replaceAll(NAMED_FONT, "font-family:sans-serif"));
    }

    private JFreeChart chart(Measure measure, List<Point> points) {
        XYSeries series = new XYSeries(measure.title());
        for (int i = 0; i < points.size(); i++) {
            series.add(i, measure.of().applyAsDouble(points.get(i).speed()));
        }
        XYLineAndShapeRenderer line = new XYLineAndShapeRenderer();
        line.setSeriesPaint(0, measure.color());
        line.setSeriesStroke(0, new BasicStroke(2));
        line.setSeriesShape(0, new Ellipse2D.Double(-3, -3, 6, 6));
        XYPlot plot = new XYPlot(new XYSeriesCollection(series), domain(points), range(), line);
        plot.setBackgroundPaint(null);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        JFreeChart chart = new JFreeChart(measure.title(), TITLE_FONT, plot, false);
        chart.setBackgroundPaint(null);
        chart.getTitle().setPaint(TEXT);
        return chart;
    }

    /** Each value at the same distance from the next: they are chosen to grow by about the same factor. */
    private ValueAxis domain(List<Point> points) {
        SymbolAxis axis = new SymbolAxis(
                quantity,
                points.stream()
                        .map(point -> String.format(Locale.ROOT, "%,d", point.value()))
                        .toArray(String[]::new));
        axis.setGridBandsVisible(false);
        return styled(axis);
    }

    private static ValueAxis range() {
        NumberAxis axis = new NumberAxis();
        axis.setAutoRangeIncludesZero(true);
        return styled(axis);
    }

    private static ValueAxis styled(ValueAxis axis) {
        axis.setLabelFont(FONT);
        axis.setTickLabelFont(FONT);
        axis.setLabelPaint(TEXT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLinePaint(TEXT);
        axis.setTickMarkPaint(TEXT);
        return axis;
    }
}
