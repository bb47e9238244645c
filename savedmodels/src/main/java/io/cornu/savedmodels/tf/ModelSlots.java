package io.cornu.savedmodels.tf;

import io.cornu.layers.Input;
import io.cornu.model.LayerGraph;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;

/** The names, types and shapes of a network's inputs and outputs, as Python sees them. */
final class ModelSlots {
    private final LayerGraph graph;
    private final DataType outputType;
    private final Map<String, String> names;

    /**
     * Looks at a network.
     *
     * @param names of inputs and outputs, by those of their layers, where they are to have others
     */
    ModelSlots(LayerGraph graph, DataType outputType, Map<String, String> names) {
        this.graph = graph;
        this.outputType = outputType;
        this.names = names;
        Set<String> known = new TreeSet<>(graph.inputNames());
        known.addAll(graph.outputNames());
        for (String name : names.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("ExportOptions: expected names for inputs and outputs " + known
                        + ", received one for '" + name + "'. " + Names.suggestion(name, known));
            }
        }
    }

    /** The inputs of the network, as a function takes them. */
    List<Slot> inputs(FunctionDef function, Set<String> taken) {
        List<Slot> slots = new ArrayList<>();
        for (int call : graph.inputs()) {
            LayerGraph.NetworkLayer layer =
                    graph.layers().get(graph.calls().get(call).layer());
            if (layer.layer() instanceof Input input) {
                // The argument's own type: TensorFlow Java feeds small integers as wider ones.
                DataType type = function.getSignature().getInputArg(slots.size()).getType();
                slots.add(new Slot(argument(layer.name(), taken), type, input.batchShape()));
            }
        }
        return slots;
    }

    /** As {@link #inputs}, and a seed. */
    List<Slot> seededInputs(FunctionDef function) {
        Set<String> taken = new HashSet<>();
        List<Slot> slots = inputs(function, taken);
        slots.add(new Slot(PythonNames.unique("seed", taken), DataType.DT_INT64, Shape.of(2)));
        return slots;
    }

    List<Slot> outputs(Set<String> taken) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            String name = graph.outputNames().get(i);
            slots.add(new Slot(
                    PythonNames.unique(names.getOrDefault(name, name), taken),
                    outputType,
                    graph.outputShapes().get(i)));
        }
        return slots;
    }

    private String argument(String layer, Set<String> taken) {
        return PythonNames.unique(PythonNames.argument(names.getOrDefault(layer, layer)), taken);
    }
}
