package dev.cairn.bench.report;

import java.util.Locale;

/** A drawing that scales with the page and takes its colours from it. Not thread-safe. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String title) {
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", width, height, escape(title));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return add("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>", x1, y1, x2, y2, style);
    }

    Svg bar(double x, double y, double width, double height, String style) {
        return add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" class=\"%s\"/>",
                x, y, Math.max(1, width), height, style);
    }

    /** Of {@code start}, {@code middle} or {@code end}. */
    Svg text(double x, double y, String anchor, String style, String words) {
        return add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x, y, anchor, style, escape(words));
    }

    /** Pairs of x and y. */
    Svg path(double[] points, String style) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.length; i += 2) {
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", points[i], points[i + 1]));
        }
        add("<path d=\"%s\" class=\"%s\"/>", path, style);
        return this;
    }

    Svg dot(double x, double y, String style, String title) {
        return add(
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" class=\"%s\"><title>%s</title></circle>",
                x, y, style, escape(title));
    }

    private Svg add(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    @Override
    public String toString() {
        return text + "</svg>";
    }
}
