package io.cornu.model;

import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.model.TextTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * A network as a table, to the letter as Keras prints it where the output is no terminal (80 columns).
 *
 * <p>Source: {@code keras.src.utils.summary_utils.print_summary}, Keras 3.15.
 */
final class Summary {
    /** The widths to which a table of 76 columns squeezes Keras' 45, 35 and 20 percent. */
    private static final List<Column> CHAIN =
            List.of(Column.left("Layer (type)", 31), Column.left("Output Shape", 22), Column.right("Param #", 13));

    /** The same for Keras' 30, 26, 18 and 26 percent. */
    private static final List<Column> CONNECTED = List.of(
            Column.left("Layer (type)", 19),
            Column.left("Output Shape", 17),
            Column.right("Param #", 10),
            Column.left("Connected to", 17));

    private static final int TERMINAL_WIDTH = 80;

    private final LayerGraph graph;
    private final Predicate<String> isTrainable;
    private final int numberSize;

    private Summary(LayerGraph graph, Predicate<String> isTrainable, int numberSize) {
        this.graph = graph;
        this.isTrainable = isTrainable;
        this.numberSize = numberSize;
    }

    /**
     * Prints a network.
     *
     * @param architecture the network
     * @param isTrainable whether the layer of a name is not frozen
     * @param numberSize the bytes of one number
     * @return lines, each with its end
     */
    static String of(Architecture architecture, Predicate<String> isTrainable, int numberSize) {
        Summary summary = new Summary(architecture.graph(), isTrainable, numberSize);
        List<String> lines =
                new ArrayList<>(TextTable.wrapped("Model: \"" + architecture.name() + "\"", TERMINAL_WIDTH, true));
        lines.addAll(summary.table(architecture instanceof Sequential));
        lines.addAll(summary.totals());
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private List<String> table(boolean isSequential) {
        boolean isChain = isSequential || new KerasOrder(graph.calls(), graph.outputs()).isChain();
        TextTable table = new TextTable(isChain ? CHAIN : CONNECTED);
        for (int i = 0; i < graph.layers().size(); i++) {
            NetworkLayer layer = graph.layers().get(i);
            if (isSequential && layer.layer().kind().equals("InputLayer")) {
                continue;
            }
            List<Call> calls = calls(i);
            List<String> cells = new ArrayList<>(List.of(
                    layer.name() + " (" + layer.layer().kind() + ")",
                    shape(calls.get(calls.size() - 1).outputShapes()),
                    grouped(count(i, spec -> true))));
            if (!isChain) {
                cells.add(connections(calls));
            }
            table.add(cells);
        }
        return table.lines();
    }

    private List<Call> calls(int layer) {
        return graph.calls().stream().filter(call -> call.layer() == layer).toList();
    }

    private String connections(List<Call> calls) {
        String connections = calls.stream()
                .flatMap(call -> call.inputs().stream())
                .map(this::connection)
                .collect(Collectors.joining(", "));
        return connections.isEmpty() ? "-" : connections;
    }

    private String connection(Result input) {
        Call call = graph.calls().get(input.call());
        return graph.layers().get(call.layer()).name() + "[" + call.node() + "][" + input.output() + "]";
    }

    private List<String> totals() {
        long all = IntStream.range(0, graph.layers().size())
                .mapToLong(i -> count(i, spec -> true))
                .sum();
        long trainable = IntStream.range(0, graph.layers().size())
                .filter(i -> isTrainable.test(graph.layers().get(i).name()))
                .mapToLong(i -> count(i, VariableSpec::isTrainable))
                .sum();
        return List.of(total("Total", all), total("Trainable", trainable), total("Non-trainable", all - trainable));
    }

    private String total(String what, long numbers) {
        return " " + what + " params: " + grouped(numbers) + " (" + readableSize((double) numbers * numberSize) + ")";
    }

    private long count(int layer, Predicate<VariableSpec> which) {
        return graph.variables(layer).values().stream()
                .filter(which)
                .mapToLong(spec -> spec.shape().size())
                .sum();
    }

    private static String shape(List<Shape> shapes) {
        return shapes.size() == 1
                ? shape(shapes.get(0))
                : shapes.stream().map(Summary::shape).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Unlike elsewhere, Keras leaves out the comma after a single dimension here. */
    private static String shape(Shape shape) {
        return IntStream.range(0, shape.numDimensions())
                .mapToObj(i -> shape.get(i) == Shape.UNKNOWN_SIZE ? "None" : Long.toString(shape.get(i)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String readableSize(double bytes) {
        double size = bytes;
        for (String unit : List.of("B", "KB", "MB", "GB", "TB", "PB")) {
            if (size < 1024 || unit.equals("PB")) {
                return String.format(Locale.ROOT, "%.2f %s", size, unit);
            }
            size /= 1024;
        }
        throw new IllegalStateException("no unit for " + bytes + " bytes");
    }
}
