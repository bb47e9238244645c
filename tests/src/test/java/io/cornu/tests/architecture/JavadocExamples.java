package io.cornu.tests.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The code blocks in the Javadoc of all modules, as classes that compile if they do. */
final class JavadocExamples {
    private static final Pattern BLOCK = Pattern.compile("<pre>\\{@code\\n(.*?)\\n[ *]*}</pre>", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*\\* ?");
    private static final Pattern TYPE = Pattern.compile("(?<![.\\w])[A-Z]\\w*");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import ([\\w.]+\\.(\\w+));$");
    private static final Pattern DECLARATION = Pattern.compile(
            "(?m)^( *)(?:public |static |final |sealed |abstract |non-sealed )*(?:class|record|interface|enum|@interface)"
                    + " ([A-Z]\\w*)");

    /** What stands before an example in its reader's program. */
    private static final String GIVEN = """
            import static io.cornu.activations.Activations.*;
            import static io.cornu.initializers.Initializers.*;
            import static io.cornu.layers.Padding.*;
            import static io.cornu.losses.Losses.*;
            import static io.cornu.metrics.Metrics.accuracy;
            import static io.cornu.models.applications.Pooling.*;
            import static io.cornu.savedmodels.keras.KerasCodec.required;
            import static io.cornu.savedmodels.keras.OptionType.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import org.tensorflow.Operand;
            import org.tensorflow.op.Ops;
            import org.tensorflow.types.family.TFloating;

            @SuppressWarnings("unused")
            abstract class %s {
                record Square() implements io.cornu.activations.Activation {
                    public String name() { return "square"; }
                    public <T extends TFloating> Operand<T> apply(Ops tf, Operand<T> x) { return tf.math.square(x); }
                }
                interface Client {
                    void log(String run, String name, double value, long step);
                    void close(String run, String how);
                }
                Client client;
                io.cornu.model.Architecture architecture, cnn, features, network;
                io.cornu.model.Model model, ours, theirs;
                io.cornu.model.CompiledModel compiled;
                io.cornu.data.Dataset data, train, test;
                io.cornu.data.Array images, kernel, labels, predictions;
                io.cornu.model.Functional.Builder net;
                io.cornu.model.Functional.Node x, sequence;
                io.cornu.savedmodels.hdf5.Hdf5Group root;
                io.cornu.savedmodels.keras.KerasCodec<? extends io.cornu.layers.Layer> codec;
                java.awt.image.BufferedImage image;
                float[] pixels;
                Path path, directory, folder, before, after;
                io.cornu.experiments.Table table;
                io.cornu.plots.LineChart chart;
                io.cornu.plots.ContourPlot plot;
                io.cornu.uncertainty.UncertainPrediction digits;
                double[][] counts;
                double[] rates, accuracies, dropouts, rightOnes, wrongOnes;
                io.cornu.plots.LineChart.Series descent;
                List<String> names, optimizers;
                String csv, file;
                List<Double> losses;
                abstract void log(String line);
                abstract void use(Object... values);
                void example() throws Exception {
            %s
                }
            }
            """;

    private final Map<String, Set<String>> types = new HashMap<>();
    private final List<Path> sources;

    JavadocExamples(List<Path> roots) throws IOException {
        sources = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        for (Path source : sources) {
            collectTypes(Files.readString(source), source.getFileName().toString());
        }
    }

    /** All classes by name, each with one example in it. */
    Map<String, String> classes() {
        Map<String, String> classes = new HashMap<>();
        sources.forEach(source -> {
            String text = read(source);
            List<String> blocks = BLOCK.matcher(text)
                    .results()
                    .map(block -> MARGIN.matcher(block.group(1)).replaceAll(""))
                    .filter(block -> !block.startsWith("tf.train.")) // Python
                    .toList();
            for (String block : blocks) {
                String type =
                        source.getFileName().toString().replace(".java", "").replace("-", "");
                String name = type + "Example" + (classes.size() + 1);
                classes.put(name, imports(block, type, text) + GIVEN.formatted(name, statements(block)));
            }
        });
        return classes;
    }

    /** Examples of one expression each line are no statements yet. */
    private static String statements(String block) {
        String code = block.replaceAll("//.*", "");
        if (code.contains(";")) {
            return code;
        }
        return "use("
                + String.join(
                        ",\n", code.lines().filter(line -> !line.isBlank()).toList()) + ");";
    }

    private void collectTypes(String text, String file) {
        String home = packageOf(text) + ".";
        String top = file.replace(".java", "");
        DECLARATION.matcher(text).results().forEach(found -> {
            boolean isTop = found.group(1).isEmpty();
            if (isTop && !found.group().startsWith("public ")) {
                // A reader cannot use it; a word of its name is something else.
                return;
            }
            String name = isTop ? home + found.group(2) : home + top + "." + found.group(2);
            types.computeIfAbsent(found.group(2), key -> new TreeSet<>()).add(name);
        });
    }

    /** Each type by the file's own import, of the file's package, or the only one of its name. */
    private String imports(String block, String documented, String text) {
        Map<String, String> own = new HashMap<>();
        IMPORT.matcher(text).results().forEach(found -> own.put(found.group(2), found.group(1)));
        Set<String> imports = new LinkedHashSet<>();
        for (String name : new TreeSet<>(
                TYPE.matcher(block).results().map(MatchResult::group).toList())) {
            Set<String> candidates = types.getOrDefault(name, Set.of());
            String home = packageOf(text) + "." + name;
            String inner = packageOf(text) + "." + documented + "." + name;
            if (own.containsKey(name)) {
                imports.add(own.get(name));
            } else if (candidates.contains(home)) {
                imports.add(home);
            } else if (candidates.contains(inner)) {
                imports.add(inner);
            } else if (!block.contains("record " + name)) {
                candidates.stream()
                        .min((first, second) -> Integer.compare(first.split("\\.").length, second.split("\\.").length))
                        .ifPresent(imports::add);
            }
        }
        StringBuilder lines = new StringBuilder();
        imports.forEach(name -> lines.append("import " + name + ";\n"));
        return lines.toString();
    }

    private static String packageOf(String text) {
        int start = text.indexOf("package ") + "package ".length();
        return text.substring(start, text.indexOf(';', start));
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
