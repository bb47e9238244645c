package io.cornu.experiments;

import io.cornu.text.Arguments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of an experiment, for people and programs.
 *
 * <p>{@link #write} leaves in a folder: {@code report.html}, one page that needs nothing else and no network, light or
 * dark as the reader likes; {@code report.json} with all of it but the pictures; a {@code .csv} for each table; and an
 * {@code .svg} and a {@code .png} for each picture.
 *
 * <pre>{@code
 * Report.of("Optimizers", "cornu reproduce optimizers")
 *         .withSetting("epochs", "10")
 *         .plus(Section.of("Accuracy", table, Picture.of("accuracy", "On validation data", chart),
 *                 Verdict.of("Adam is best.")))
 *         .write(folder);
 * }</pre>
 *
 * @param title what was done
 * @param command the command that does it again
 * @param settings what was chosen, in order
 * @param sections what was found, in order
 * @param provenance where and when
 */
public record Report(
        String title, String command, Map<String, String> settings, List<Section> sections, Provenance provenance) {
    /**
     * Checks that no two files would have the same name.
     *
     * @throws IllegalArgumentException if two tables or two pictures have
     */
    public Report {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        sections = List.copyOf(sections);
        requireDifferent(
                "tables",
                blocks(sections, Table.class).stream().map(Table::name).toList());
        requireDifferent(
                "pictures",
                blocks(sections, Picture.class).stream().map(Picture::name).toList());
    }

    private static void requireDifferent(String what, List<String> names) {
        Arguments.require(
                names.stream().distinct().count() == names.size(),
                "report",
                "names of " + what + " must differ",
                names);
    }

    /**
     * An empty report, made here and now.
     *
     * @param title what was done
     * @param command the command that does it again
     * @return the report
     */
    public static Report of(String title, String command) {
        return new Report(title, command, Map.of(), List.of(), Provenance.current());
    }

    /**
     * This report and one more setting.
     *
     * @param name what was chosen
     * @param value what for; a record is shown by what makes it different from its usual form
     * @return a new report
     */
    public Report withSetting(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, Words.of(value));
        return new Report(title, command, more, sections, provenance);
    }

    /**
     * This report and one more section.
     *
     * @param section the section
     * @return a new report
     * @throws IllegalArgumentException if a table or picture has the name of an earlier one
     */
    public Report plus(Section section) {
        List<Section> more = new ArrayList<>(sections);
        more.add(section);
        return new Report(title, command, settings, more, provenance);
    }

    /**
     * The verdicts of all sections.
     *
     * @return sentences, in order
     */
    public List<String> verdicts() {
        return blocks(sections, Verdict.class).stream().map(Verdict::words).toList();
    }

    /**
     * The tables of all sections.
     *
     * @return the tables, in order
     */
    public List<Table> tables() {
        return blocks(sections, Table.class);
    }

    /**
     * The pictures of all sections.
     *
     * @return the pictures, in order
     */
    public List<Picture> pictures() {
        return blocks(sections, Picture.class);
    }

    private static <T extends Block> List<T> blocks(List<Section> sections, Class<T> type) {
        return sections.stream()
                .flatMap(section -> section.blocks().stream())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /**
     * Writes the report; each file is whole or not there, and {@code report.html} comes last.
     *
     * @param folder where to, made if it is not there; files of the same names are replaced
     * @throws IOException if a file cannot be written
     */
    public void write(Path folder) throws IOException {
        ReportFiles.write(this, folder);
    }

    /**
     * Reads a report that {@link #write} wrote.
     *
     * @param folder where it lies
     * @return the report
     * @throws IOException if there is none, or something else, in the folder
     */
    public static Report read(Path folder) throws IOException {
        return ReportFiles.read(folder);
    }
}
