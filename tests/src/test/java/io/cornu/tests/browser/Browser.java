package io.cornu.tests.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cornu.tests.process.Finished;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Chromium without a window and without a network.
 *
 * @param program the executable
 */
record Browser(Path program) {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final List<Integer> WIDTHS = List.of(360, 768, 1280);
    private static final int HEIGHT = 800;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">([A-Za-z0-9+/=]+)</pre>");
    private static final Pattern CONSOLE = Pattern.compile("^\\[.*CONSOLE.*?] (.*)$", Pattern.MULTILINE);

    /** A page as wide as a screen, light or dark. */
    record View(int width, boolean dark) {
        static List<View> all() {
            return WIDTHS.stream()
                    .flatMap(width -> Stream.of(new View(width, false), new View(width, true)))
                    .toList();
        }

        String scheme() {
            return dark ? "dark" : "light";
        }

        @Override
        public String toString() {
            return width + " pixels, " + scheme();
        }
    }

    /**
     * What was seen of a page.
     *
     * @param findings what is wrong, one line each; empty if nothing is
     * @param pictures how many pictures it has
     * @param tables how many tables it has
     * @param texts how many pieces of text were looked at
     * @param heights how high it is in each view
     */
    record Looked(List<String> findings, int pictures, int tables, int texts, List<Integer> heights) {}

    /** The first of the usual names on the path. */
    static Optional<Browser> find() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .map(Browser::new);
    }

    static String names() {
        return String.join(", ", NAMES);
    }

    /** Opens a page in all views and looks at it. */
    Looked look(Path page) throws IOException {
        Path folder = Files.createTempDirectory("browser-check");
        try {
            Path frames = folder.resolve("frames.html");
            Files.writeString(frames, frames(page));
            Finished finished = run(folder, frames, "--dump-dom");
            Matcher result = RESULT.matcher(finished.stdout());
            if (finished.exitCode() != 0 || !result.find()) {
                throw new IOException(program + " could not open " + page + ": " + finished.tail());
            }
            byte[] json = Base64.getDecoder().decode(result.group(1));
            return looked(new ObjectMapper().readTree(json), finished.stderr());
        } finally {
            delete(folder);
        }
    }

    /** Saves how a page looks, all of it from top to bottom. */
    void photograph(Path page, View view, int height, Path picture) throws IOException {
        Path folder = Files.createTempDirectory("browser-check");
        try {
            Path frame = folder.resolve("frame.html");
            Files.writeString(frame, "<!doctype html><body style=\"margin:0\">" + frame(page, view, height));
            run(
                    folder,
                    frame,
                    "--hide-scrollbars",
                    "--window-size=" + Math.max(view.width(), 500) + "," + height,
                    "--screenshot=" + picture.toAbsolutePath());
        } finally {
            delete(folder);
        }
    }

    private Finished run(Path folder, Path page, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                // What it shows is ours and has no scripts; in a container its sandbox does not start.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                // So that the page around the frames may look into them.
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(more));
        command.add(page.toUri().toString());
        return Finished.run(command, folder, Map.of(), LIMIT);
    }

    /** A frame is as narrow as it is told to be, which a window is not, and its page takes the frame's color scheme. */
    private static String frames(Path page) throws IOException {
        StringBuilder html = new StringBuilder("<!doctype html>\n<html>\n<body>\n");
        View.all().forEach(view -> html.append(frame(page, view, HEIGHT)).append('\n'));
        return html.append("<pre id=\"result\"></pre>\n<script>\n")
                .append(script())
                .append("</script>\n</body>\n</html>\n")
                .toString();
    }

    private static String frame(Path page, View view, int height) {
        return "<iframe data-scheme=\"" + view.scheme() + "\" style=\"display:block;border:0;width:" + view.width()
                + "px;height:" + height + "px;color-scheme:" + view.scheme() + "\" src=\""
                + page.toUri().toString().replace("&", "&amp;").replace("\"", "&quot;") + "\"></iframe>";
    }

    private static String script() throws IOException {
        try (InputStream in = Browser.class.getResourceAsStream("check.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Looked looked(JsonNode result, String log) {
        List<String> findings = new ArrayList<>();
        List<Integer> heights = new ArrayList<>();
        for (int i = 0; i < result.size(); i++) {
            heights.add(result.get(i).path("height").asInt());
            for (JsonNode finding : result.get(i).path("findings")) {
                findings.add(View.all().get(i) + ": " + finding.path("kind").asText() + ": "
                        + finding.path("words").asText());
            }
        }
        CONSOLE.matcher(log)
                .results()
                .map(line -> "console: " + line.group(1))
                .distinct()
                .forEach(findings::add);
        JsonNode first = result.get(0);
        return new Looked(
                findings,
                first.path("pictures").asInt(),
                first.path("tables").asInt(),
                first.path("texts").asInt(),
                heights);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
