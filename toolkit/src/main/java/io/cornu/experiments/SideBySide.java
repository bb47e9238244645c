package io.cornu.experiments;

import io.cornu.text.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several reports as one: what was set differently, their verdicts, and tables and pictures of the same name together. */
public final class SideBySide {
    private static final int LONGEST_PREFIX = 40;

    private final Map<String, Report> reports;
    /** By run, how the names of its files begin: all different, whatever the runs are called. */
    private final Map<String, String> prefixes = new LinkedHashMap<>();
    /** The names of tables so far. */
    private final Set<String> tableNames = new HashSet<>(Set.of("runs", "settings"));
    /** The names of pictures so far. */
    private final Set<String> pictureNames = new HashSet<>();

    private SideBySide(Map<String, Report> reports) {
        this.reports = reports;
        reports.keySet()
                .forEach(run -> prefixes.put(run, unique(FileNames.of(run, LONGEST_PREFIX), prefixes.values())));
    }

    /** A name, with a number behind where it is taken. */
    private static String unique(String name, Collection<String> taken) {
        String unique = name;
        for (int i = 2; taken.contains(unique); i++) {
            unique = FileNames.of(name, FileNames.LONGEST - 5) + "-" + i;
        }
        return unique;
    }

    /** The name of one run's file, different from all others'. */
    private String file(String run, String name, Set<String> taken) {
        String file = unique(FileNames.of(prefixes.get(run) + "-" + name), taken);
        taken.add(file);
        return file;
    }

    /**
     * Puts reports side by side.
     *
     * @param command the command that does it again
     * @param reports at least one, by the names that tell them apart, in order
     * @return the report of reports
     * @throws IllegalArgumentException if there is none
     */
    public static Report of(String command, Map<String, Report> reports) {
        Arguments.require(!reports.isEmpty(), "side by side", "there must be reports", reports);
        SideBySide all = new SideBySide(new LinkedHashMap<>(reports));
        Report report = Report.of(reports.size() + " runs side by side", command)
                .plus(Section.of("What was run", all.runs(), all.settings()))
                .plus(new Section("Verdicts", all.verdicts()));
        for (Section section : all.together()) {
            report = report.plus(section);
        }
        return report;
    }

    private Table runs() {
        Table table = Table.of("runs", "Runs", "run", "title", "command", "time", "Cornu", "processors");
        for (Map.Entry<String, Report> entry : reports.entrySet()) {
            Report report = entry.getValue();
            table = table.plus(
                    entry.getKey(),
                    report.title(),
                    report.command(),
                    report.provenance().time(),
                    report.provenance().cornu(),
                    report.provenance().processors());
        }
        return table;
    }

    private Table settings() {
        Set<String> names = new LinkedHashSet<>();
        reports.values().forEach(report -> names.addAll(report.settings().keySet()));
        List<String> columns = new ArrayList<>();
        for (String fixed : List.of("setting", "differs")) {
            String column = fixed;
            while (reports.containsKey(column)) {
                column = "(" + column + ")";
            }
            columns.add(column);
        }
        columns.addAll(reports.keySet());
        List<List<Object>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> values = reports.values().stream()
                    .map(report -> report.settings().getOrDefault(name, ""))
                    .toList();
            List<Object> row =
                    new ArrayList<>(List.of(name, values.stream().distinct().count() > 1 ? "yes" : ""));
            row.addAll(values);
            rows.add(row);
        }
        return new Table("settings", "Settings", columns, rows);
    }

    private List<Block> verdicts() {
        List<Block> verdicts = new ArrayList<>();
        reports.forEach(
                (name, report) -> report.verdicts().forEach(words -> verdicts.add(Verdict.of(name + ": " + words))));
        return verdicts.isEmpty() ? List.of(Text.of("None of the runs has a verdict.")) : verdicts;
    }

    /** A section for each name of a table or picture, in the order in which they first stand. */
    private List<Section> together() {
        Map<String, List<Block>> tables = new LinkedHashMap<>();
        Map<String, List<Block>> pictures = new LinkedHashMap<>();
        Map<String, String> captions = new LinkedHashMap<>();
        reports.forEach((run, report) -> {
            for (Table table : report.tables()) {
                captions.putIfAbsent(table.name(), table.caption());
                tables.computeIfAbsent(table.name(), missing -> new ArrayList<>())
                        .add(new Table(
                                file(run, table.name(), tableNames),
                                run + ": " + table.caption(),
                                table.columns(),
                                table.rows()));
            }
            for (Picture picture : report.pictures()) {
                captions.putIfAbsent(picture.name(), picture.caption());
                pictures.computeIfAbsent(picture.name(), missing -> new ArrayList<>())
                        .add(new Picture(
                                file(run, picture.name(), pictureNames),
                                run + ": " + picture.caption(),
                                picture.source()));
            }
        });
        List<Section> sections = new ArrayList<>();
        pictures.forEach((name, blocks) -> sections.add(new Section(captions.getOrDefault(name, name), blocks)));
        tables.forEach((name, blocks) -> sections.add(new Section(captions.getOrDefault(name, name), blocks)));
        return sections;
    }
}
