package io.cornu.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public or protected is documented, with each parameter, result and exception.
 *
 * <p>A test rather than a Maven plugin, since JDK 17's doclint also wants the parameters of a record's compact
 * constructor described, which are the components described above it (JDK 25 does not). Generated sources
 * are left out.
 */
class JavadocTest {
    private static final Pattern FINDING = Pattern.compile("^.*\\.java:\\d+: (error|warning): .*$");
    private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("\\s*(public |protected )?\\w+ \\{\\s*");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    @Test
    void everythingPublicIsDocumented() throws IOException {
        assertThat(findings(roots())).isEmpty();
    }

    /** Every block of code that stands in the Javadoc, with what its reader would have before it. */
    @Test
    void examplesCompile() throws IOException {
        Map<String, String> classes = new JavadocExamples(roots()).classes();
        assertThat(classes).hasSizeGreaterThan(60);
        assertThat(errors(classes)).isEmpty();
    }

    @Test
    void exampleThatDoesNotCompileIsFound() throws IOException {
        Files.writeString(folder.resolve("Sample.java"), """
                package sample;

                /**
                 * A sample.
                 *
                 * <pre>{@code
                 * int number = "text";
                 * }</pre>
                 */
                public final class Sample {}
                """);
        assertThat(errors(new JavadocExamples(List.of(folder)).classes()))
                .singleElement()
                .asString()
                .contains("SampleExample1", "incompatible types");
    }

    private List<String> errors(Map<String, String> classes) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("examples"));
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> each : classes.entrySet()) {
            files.add(Files.writeString(sources.resolve(each.getKey() + ".java"), each.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-Xlint:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, Locale.ROOT, null)) {
            compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.toString())
                .toList();
    }

    private static List<Path> roots() {
        List<Path> roots = Stream.of("toolkit", "models", "savedmodels", "cli")
                .map(module ->
                        Path.of("..", module, "src/main/java").toAbsolutePath().normalize())
                .filter(Files::isDirectory)
                .toList();
        assertThat(roots).isNotEmpty();
        return roots;
    }

    @Test
    void missingParameterIsFound() throws IOException {
        Files.writeString(folder.resolve("Sample.java"), """
                /** A sample. */
                public final class Sample {
                    private Sample() {}

                    /** Squares. */
                    public static int square(int number) {
                        return number * number;
                    }
                }
                """);
        assertThat(findings(List.of(folder)))
                .anyMatch(text -> text.contains("no @param for number"))
                .anyMatch(text -> text.contains("no @return"));
    }

    @Test
    void recordComponentsAreDescribedOnce() throws IOException {
        Files.writeString(folder.resolve("Sample.java"), """
                /**
                 * A sample.
                 *
                 * @param number a number
                 */
                public record Sample(int number) {
                    /** Checks nothing. */
                    public Sample {
                    }
                }
                """);
        assertThat(findings(List.of(folder))).isEmpty();
    }

    private List<String> findings(List<Path> roots) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-quiet",
                "-protected",
                "-Xdoclint:all",
                "-Xmaxwarns",
                "10000",
                "-Xmaxerrs",
                "10000",
                "-d",
                folder.resolve("html").toString(),
                "-sourcepath",
                roots.stream().map(Path::toString).collect(Collectors.joining(":")),
                "-classpath",
                System.getProperty("java.class.path")));
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(options::add);
            }
        }
        Path arguments = folder.resolve("arguments");
        Files.write(arguments, options.stream().map(word -> '"' + word + '"').toList());
        String javadoc = Path.of(System.getProperty("java.home"), "bin/javadoc").toString();
        Finished finished = Finished.run(
                List.of(javadoc, "-J-Duser.language=en", "@" + arguments), folder, Map.of(), Duration.ofMinutes(5));
        List<String> findings =
                select((finished.stdout() + finished.stderr()).lines().toList());
        if (findings.isEmpty()) {
            assertThat(finished.exitCode()).as(finished.tail()).isZero();
        }
        return findings;
    }

    private static List<String> select(List<String> lines) {
        List<String> findings = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i++) {
            boolean ofRecord = lines.get(i).contains("warning: no @param for ")
                    && COMPACT_CONSTRUCTOR.matcher(lines.get(i + 1)).matches();
            if (FINDING.matcher(lines.get(i)).matches() && !ofRecord) {
                findings.add(lines.get(i) + " " + lines.get(i + 1).strip());
            }
        }
        return findings;
    }
}
