package io.cornu.plots;

import io.cornu.plots.Canvas.Side;
import java.awt.Color;
import java.util.List;

/** Draws heat maps. */
final class HeatMapDrawing {
    private static final double MOST_ROW_NAMES = .36;
    private static final double MOST_COLUMN_NAMES = .34;
    private static final double SMALL = 8;

    private final HeatMap map;
    private final Canvas canvas;
    private final Axis scale;

    HeatMapDrawing(HeatMap map, Canvas canvas) {
        this.map = map;
        this.canvas = canvas;
        double low = map.colored().min().orElse(map.logarithmic() ? .1 : 0);
        double high = map.colored().max().orElse(1);
        double above = map.logarithmic() ? low * 10 : low + 1;
        this.scale = Axis.of(low, high > low ? high : above, map.logarithmic(), 6);
    }

    void paint() {
        double top = canvas.title(map.title(), map.width());
        double rowRoom = map.width() * MOST_ROW_NAMES;
        double rough = (map.height() - top - 80) / map.rows().size();
        double size = Canvas.BASE;
        for (String name : map.rows()) {
            size = Math.min(size, canvas.fittingSize(name, Canvas.BASE, rowRoom, rough));
        }
        double rowSize = size;
        List<List<String>> rows = map.rows().stream()
                .map(name -> canvas.wrapped(name, rowSize, rowRoom, false))
                .toList();
        double rowWidth = rows.stream()
                .mapToDouble(lines -> canvas.widest(lines, rowSize))
                .max()
                .orElse(0);
        double bar = PlotArea.colorBarWidth(canvas, scale, "");
        double slot = (map.width() - rowWidth - bar - 60) / map.columns().size();
        boolean isUpward = canvas.widest(map.columns(), Canvas.BASE) > slot - 4;
        double columnRoom = map.height() * MOST_COLUMN_NAMES;
        double columnSize = Canvas.BASE;
        if (isUpward) {
            for (String name : map.columns()) {
                columnSize = Math.min(
                        columnSize, canvas.fittingSize(name, Canvas.BASE, columnRoom, Canvas.BASE * Canvas.LINE));
            }
        }
        double columnHeight = isUpward
                ? Math.min(columnRoom, canvas.widest(map.columns(), columnSize))
                : Canvas.BASE * Canvas.LINE;
        PlotArea area = PlotArea.within(
                canvas, map, top, map.xLabel(), map.yLabel(), rowWidth, columnHeight, bar);
        cells(area);
        rowNames(area, rows, rowSize);
        columnNames(area, isUpward, columnSize, columnRoom);
        area.colorBar(scale, "", ColorScale.SEQUENTIAL);
    }

    private void cells(PlotArea area) {
        double width = area.width() / map.columns().size();
        double height = area.height() / map.rows().size();
        double size = numberSize(width, height);
        for (int row = 0; row < map.rows().size(); row++) {
            for (int column = 0; column < map.columns().size(); column++) {
                double value = map.values().get(row).get(column);
                Color color = Axis.shows(value, map.logarithmic())
                        ? ColorScale.SEQUENTIAL.at(scale.share(value))
                        : Palette.MISSING;
                double left = area.left() + column * width;
                double top = area.top() + row * height;
                // A little over the next, so that nothing shines through between them.
                canvas.fill(
                        left,
                        top,
                        width + (column + 1 < map.columns().size() ? .5 : 0),
                        height + (row + 1 < map.rows().size() ? .5 : 0),
                        color);
                if (size > 0) {
                    canvas.text(
                            Axis.number(value),
                            left + width / 2,
                            top + height / 2,
                            size,
                            Side.MIDDLE,
                            Palette.textOn(color));
                }
            }
        }
    }

    /** The size in which all numbers have room in their cells, or 0. */
    private double numberSize(double width, double height) {
        if (!map.numbers() || height < SMALL * 1.1) {
            return 0;
        }
        List<String> texts = map.values().stream()
                .flatMap(List::stream)
                .distinct()
                .map(Axis::number)
                .distinct()
                .toList();
        double widest = canvas.widest(texts, Canvas.BASE);
        double size = Math.min(Math.min(Canvas.BASE, height / 1.1), Canvas.BASE * (width - 4) / widest);
        return size >= SMALL ? size : 0;
    }

    private void rowNames(PlotArea area, List<List<String>> names, double size) {
        double height = area.height() / names.size();
        for (int i = 0; i < names.size(); i++) {
            canvas.lines(
                    names.get(i), area.left() - 6, area.top() + (i + .5) * height, size, Side.END, Palette.TEXT, false);
        }
    }

    private void columnNames(PlotArea area, boolean isUpward, double size, double room) {
        double width = area.width() / map.columns().size();
        // Where even small names do not stand beside each other, every second, third... is named.
        double least = isUpward ? size * 1.1 : width;
        int every = (int) Math.max(1, Math.ceil(least / width));
        for (int i = 0; i < map.columns().size(); i += every) {
            double x = area.left() + (i + .5) * width;
            if (isUpward) {
                canvas.upward(
                        canvas.wrapped(map.columns().get(i), size, room, false), x, area.bottom() + 6, size, Side.END);
            } else {
                canvas.text(
                        map.columns().get(i), x, area.bottom() + 6 + size / 2, size, Side.MIDDLE, Palette.TEXT);
            }
        }
    }
}
