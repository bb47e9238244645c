package io.cornu.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.data.AtomicFiles;
import io.cornu.data.CsvFiles;
import io.cornu.data.DataFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a report. */
final class ReportFiles {
    private static final String JSON_FILE = "report.json";
    private static final String FORMAT = "cornu-report";
    private static final long LARGEST = 64L << 20;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(20).build());
    }

    private ReportFiles() {}

    static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Table table : report.tables()) {
            CsvFiles.write(folder.resolve(table.name() + ".csv"), table.columns(), table.rows());
        }
        for (Picture picture : report.pictures()) {
            PictureFiles.write(picture, folder);
        }
        AtomicFiles.write(folder.resolve(JSON_FILE), file -> JSON.writeValue(file.toFile(), json(report)));
        String page = HtmlPage.of(report, folder);
        AtomicFiles.write(folder.resolve("report.html"), file -> Files.writeString(file, page, StandardCharsets.UTF_8));
    }

    private static ObjectNode json(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("title", report.title()).put("command", report.command());
        ObjectNode settings = root.putObject("settings");
        report.settings().forEach(settings::put);
        ArrayNode verdicts = root.putArray("verdicts");
        report.verdicts().forEach(verdicts::add);
        root.set("provenance", JSON.valueToTree(report.provenance()));
        ArrayNode sections = root.putArray("sections");
        for (Section section : report.sections()) {
            ArrayNode blocks =
                    sections.addObject().put("heading", section.heading()).putArray("blocks");
            section.blocks().forEach(block -> blocks.add(json(block)));
        }
        return root;
    }

    private static ObjectNode json(Block block) {
        ObjectNode node = JSON.createObjectNode();
        if (block instanceof Text text) {
            return node.put("text", text.words());
        }
        if (block instanceof Verdict verdict) {
            return node.put("verdict", verdict.words());
        }
        if (block instanceof Picture picture) {
            return node.put("picture", picture.name()).put("caption", picture.caption());
        }
        Table table = (Table) block;
        node.put("table", table.name()).put("caption", table.caption());
        ArrayNode columns = node.putArray("columns");
        table.columns().forEach(columns::add);
        ArrayNode rows = node.putArray("rows");
        for (List<Object> row : table.rows()) {
            ArrayNode cells = rows.addArray();
            row.forEach(value -> cells.add(json(value)));
        }
        return node;
    }

    private static JsonNode json(Object value) {
        // JSON has no numbers that are not finite.
        return value instanceof Number number && !Double.isFinite(number.doubleValue())
                ? JSON.getNodeFactory().textNode(value.toString())
                : JSON.valueToTree(value);
    }

    static Report read(Path folder) throws IOException {
        Path file = folder.resolve(JSON_FILE);
        if (!Files.isRegularFile(file)) {
            throw new DataFileException(
                    folder.toString(),
                    "expected the folder of a run with a report.json, received "
                            + (Files.isDirectory(folder) ? "a folder without one" : "no folder")
                            + ". Name a folder that a command wrote with --out.");
        }
        if (Files.size(file) > LARGEST) {
            throw new DataFileException(
                    file.toString(), "expected at most " + LARGEST + " bytes, received " + Files.size(file) + ".");
        }
        try {
            JsonNode root = JSON.readTree(file.toFile());
            if (!root.path("format").asText().equals(FORMAT)) {
                throw new DataFileException(file.toString(), "expected a report of Cornu, received something else.");
            }
            return report(root, folder);
        } catch (JsonProcessingException e) {
            throw new DataFileException(
                    file.toString(), "expected a report, received something else (" + e.getOriginalMessage() + ").", e);
        } catch (IllegalArgumentException e) {
            throw new DataFileException(file.toString(), "expected a report, received: " + e.getMessage(), e);
        }
    }

    private static Report report(JsonNode root, Path folder) throws JsonProcessingException {
        Map<String, String> settings = new LinkedHashMap<>();
        root.path("settings")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        List<Section> sections = new ArrayList<>();
        for (JsonNode section : root.path("sections")) {
            List<Block> blocks = new ArrayList<>();
            for (JsonNode block : section.path("blocks")) {
                blocks.add(block(block, folder));
            }
            sections.add(new Section(section.path("heading").asText(), blocks));
        }
        return new Report(
                root.path("title").asText(),
                root.path("command").asText(),
                settings,
                sections,
                JSON.treeToValue(root.path("provenance"), Provenance.class));
    }

    private static Block block(JsonNode node, Path folder) {
        if (node.has("text")) {
            return Text.of(node.path("text").asText());
        }
        if (node.has("verdict")) {
            return Verdict.of(node.path("verdict").asText());
        }
        String caption = node.path("caption").asText();
        if (node.has("picture")) {
            String name = node.path("picture").asText();
            return new Picture(name, caption, new Picture.Stored(folder, name));
        }
        List<String> columns = new ArrayList<>();
        node.path("columns").forEach(column -> columns.add(column.asText()));
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode row : node.path("rows")) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell(cell)));
            rows.add(cells);
        }
        return new Table(node.path("table").asText(), caption, columns, rows);
    }

    private static Object cell(JsonNode cell) {
        if (cell.isIntegralNumber()) {
            return cell.longValue();
        }
        if (cell.isNumber()) {
            return cell.doubleValue();
        }
        if (cell.isBoolean()) {
            return cell.booleanValue();
        }
        return switch (cell.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> cell.asText();
        };
    }
}
