package io.cornu.experiments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A report as one page that needs nothing else. */
final class HtmlPage {
    /** Longer texts need room beside columns of numbers. */
    private static final int WORDS = 16;

    private final StringBuilder html = new StringBuilder();
    private final Path folder;

    private HtmlPage(Path folder) {
        this.folder = folder;
    }

    /** The page; the report's pictures lie in the folder already. */
    static String of(Report report, Path folder) throws IOException {
        HtmlPage page = new HtmlPage(folder);
        page.head(report.title());
        page.summary(report);
        for (Section section : report.sections()) {
            page.section(section);
        }
        page.foot(report.provenance());
        return page.html.toString();
    }

    private void head(String title) throws IOException {
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                // The page holds all it needs: a browser need not ask anybody for anything.
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;")
                .append(" style-src 'unsafe-inline'\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(style())
                .append("</style>\n</head>\n<body>\n<main>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n");
    }

    private static String style() throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream("report.css")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void summary(Report report) {
        if (!report.verdicts().isEmpty()) {
            html.append("<ul class=\"verdicts\">\n");
            report.verdicts()
                    .forEach(words -> html.append("<li>").append(escaped(words)).append("</li>\n"));
            html.append("</ul>\n");
        }
        html.append("<p>Made by</p>\n<pre>").append(escaped(report.command())).append("</pre>\n");
        if (!report.settings().isEmpty()) {
            html.append("<details open>\n<summary>Settings</summary>\n<div class=\"wide\"><table>\n");
            for (Map.Entry<String, String> setting : report.settings().entrySet()) {
                html.append("<tr><th scope=\"row\">")
                        .append(escaped(setting.getKey()))
                        .append("</th><td>")
                        .append(escaped(setting.getValue()))
                        .append("</td></tr>\n");
            }
            html.append("</table></div>\n</details>\n");
        }
    }

    private void section(Section section) throws IOException {
        html.append("<section>\n<h2>").append(escaped(section.heading())).append("</h2>\n");
        for (Block block : section.blocks()) {
            if (block instanceof Text text) {
                html.append("<p>").append(escaped(text.words())).append("</p>\n");
            } else if (block instanceof Verdict verdict) {
                html.append("<p class=\"verdict\">")
                        .append(escaped(verdict.words()))
                        .append("</p>\n");
            } else if (block instanceof Table table) {
                table(table);
            } else if (block instanceof Picture picture) {
                picture(picture);
            }
        }
        html.append("</section>\n");
    }

    private void table(Table table) {
        html.append("<figure>\n<div class=\"wide\"><table>\n<caption>")
                .append(escaped(table.caption()))
                .append("</caption>\n<thead><tr>");
        for (String column : table.columns()) {
            html.append("<th scope=\"col\">").append(escaped(column)).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Object> row : table.rows()) {
            html.append(row.stream().map(HtmlPage::cell).collect(Collectors.joining("", "<tr>", "</tr>\n")));
        }
        html.append("</tbody>\n</table></div>\n<figcaption>All digits: ")
                .append(table.name())
                .append(".csv</figcaption>\n</figure>\n");
    }

    private static String cell(Object value) {
        return value instanceof Number number
                ? "<td class=\"number\">" + escaped(number(number)) + "</td>"
                : (value.toString().length() > WORDS ? "<td class=\"words\">" : "<td>") + escaped(value.toString())
                        + "</td>";
    }

    /** Four digits are as many as people compare. */
    static String number(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value)) {
            return "–";
        }
        if (number instanceof Integer || number instanceof Long) {
            return number.toString();
        }
        if (Double.isInfinite(value) || value == 0) {
            return value == 0 ? "0" : value > 0 ? "∞" : "-∞";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e7) {
            return String.format(Locale.ROOT, "%.3e", value)
                    .replaceFirst("\\.?0*e", "e")
                    .replaceFirst("e\\+?(-?)0*", "e$1");
        }
        int decimals = (int) Math.max(0, 3 - Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private void picture(Picture picture) throws IOException {
        html.append("<figure class=\"picture\">\n<img alt=\"")
                .append(escaped(picture.caption()))
                .append("\" src=\"")
                .append(PictureFiles.address(picture, folder))
                .append("\">\n<figcaption>")
                .append(escaped(picture.caption()))
                .append("</figcaption>\n</figure>\n");
    }

    private void foot(Provenance provenance) {
        html.append("</main>\n<footer>")
                .append(escaped(String.format(
                        Locale.ROOT,
                        "%s, Cornu %s, TensorFlow Java %s, Java %s, %s, %d processors.",
                        provenance.time(),
                        provenance.cornu(),
                        provenance.tensorFlowJava(),
                        provenance.java(),
                        provenance.system(),
                        provenance.processors())))
                .append("</footer>\n</body>\n</html>\n");
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
