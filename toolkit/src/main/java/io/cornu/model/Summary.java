package io.cornu.model;

import io.cornu.data.DataType;
import io.cornu.layers.VariableSpec;
import io.cornu.model.LayerGraph.Call;
import io.cornu.model.LayerGraph.NetworkLayer;
import io.cornu.model.LayerGraph.Result;
import io.cornu.model.TextTable.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final DataType dataType;

    private Summary(LayerGraph graph, Predicate<String> isTrainable, DataType dataType) {
        this.graph = graph;
        this.isTrainable = isTrainable;
        this.dataType = dataType;
    }

    /**
     * Prints a network.
     *
     * @param architecture the network
     * @param isTrainable whether the layer of a name is not frozen
     * @param dataType the type of the variables of layers without a policy
     * @return lines, each with its end
     */
    static String of(Architecture architecture, Predicate<String> isTrainable, DataType dataType) {
        Summary summary = new Summary(architecture.graph(), isTrainable, dataType);
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
                    grouped(count(graph, i, spec -> true))));
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
        LayerGraph flat = graph.flat();
        Map<String, VariableSpec> all = flat.variables();
        Map<String, VariableSpec> trainable = new LinkedHashMap<>();
        for (int i = 0; i < flat.layers().size(); i++) {
            if (isTrainable.test(flat.layers().get(i).name())) {
                trainable.putAll(flat.variables(i));
            }
        }
        trainable.values().removeIf(spec -> !spec.isTrainable());
        Map<String, VariableSpec> rest = new LinkedHashMap<>(all);
        rest.keySet().removeAll(trainable.keySet());
        return List.of(total("Total", all), total("Trainable", trainable), total("Non-trainable", rest));
    }

    private String total(String what, Map<String, VariableSpec> variables) {
        Map<String, DataType> types = graph.variableTypes(dataType);
        long numbers = 0;
        double bytes = 0;
        for (Map.Entry<String, VariableSpec> variable : variables.entrySet()) {
            long size = variable.getValue().shape().size();
            numbers += size;
            bytes += (double) size
                    * types.getOrDefault(variable.getKey(), dataType).size();
        }
        return " " + what + " params: " + grouped(numbers) + " (" + readableSize(bytes) + ")";
    }

    private static long count(LayerGraph graph, int layer, Predicate<VariableSpec> which) {
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
