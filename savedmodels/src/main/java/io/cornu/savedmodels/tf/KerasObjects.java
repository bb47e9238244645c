package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.model.Submodel;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.OptimizerVariables;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * A model as the objects that {@code tf.train.Checkpoint(model=..., optimizer=...)} of Keras 3 looks for: the layers
 * by their place among the model's operations, variables by the attributes that hold them.
 *
 * <p>Source: the object graphs that Keras 3.8 and 3.15 write. TensorFlow walks from the root along names of
 * attributes; an attribute that the model lacks is passed over, so that all spellings can stand side by side.
 */
final class KerasObjects {
    private static final int ROOT = 0;

    private final TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    private final Map<Integer, Map<String, Integer>> children = new HashMap<>();
    private final Map<Integer, String> paths = new HashMap<>();
    private final Map<String, Array> values = new LinkedHashMap<>();
    /** The nodes of weights by their paths. */
    private final Map<String, Integer> weights = new HashMap<>();

    KerasObjects(KerasModel model, long saves) {
        graph.addNodesBuilder();
        leaf(ROOT, "save_counter", "save_counter", Array.scalar(saves));
        addLayers(model, child(ROOT, "model"));
        OptimizerVariables.of(model).ifPresent(optimizer -> {
            int node = child(ROOT, "optimizer");
            addOptimizer(optimizer, node);
            addTrained(OptimizerVariables.trained(model), child(node, "_trainable_variables"));
        });
    }

    /** The weights once more: their places among the operations vary, for Keras 3.8 counts casts between layers, too. */
    private void addTrained(List<String> trained, int list) {
        for (int i = 0; i < trained.size(); i++) {
            link(list, Integer.toString(i), Objects.requireNonNull(weights.get(trained.get(i)), trained.get(i)));
        }
    }

    /** The values by key. */
    Map<String, Array> values() {
        return values;
    }

    TrackableObjectGraph graph() {
        return graph.build();
    }

    private void addLayers(KerasModel model, int node) {
        Architecture architecture = model.architecture();
        addLayers(model, architecture, "", architecture instanceof Sequential ? architecture.name() + "/" : "", node);
    }

    /** The layers of a network, whose variables have paths that begin with an outer one here and a prefix in Keras. */
    private void addLayers(KerasModel model, Architecture architecture, String outer, String prefix, int node) {
        int network = architecture instanceof Sequential ? child(node, "_functional") : node;
        int operations = child(network, "_operations");
        LayerGraph layers = architecture.graph();
        List<Integer> places = layers.operationPlaces();
        for (int i = 0; i < layers.layers().size(); i++) {
            int layer = child(operations, Integer.toString(places.get(i)));
            String name = layers.layers().get(i).name();
            if (layers.layers().get(i).layer() instanceof Submodel nested) {
                addLayers(model, nested.architecture(), outer + name + "/", prefix, layer);
                continue;
            }
            for (String path : layers.variables(i).keySet()) {
                int owner = layer;
                String[] segments = path.substring(name.length() + 1).split("/", -1);
                for (int depth = 0; depth < segments.length - 1; depth++) {
                    owner = spelled(owner, segments[depth]);
                }
                Array value = model.weights().get(outer + path);
                weights.put(outer + path, leaf(owner, segments[segments.length - 1], prefix + outer + path, value));
            }
        }
    }

    private void addOptimizer(OptimizerVariables optimizer, int node) {
        int variables = child(node, "_variables");
        for (int i = 0; i < optimizer.own().size(); i++) {
            leaf(
                    variables,
                    Integer.toString(i),
                    "optimizer/" + i,
                    optimizer.own().get(i));
        }
        optimizer.inner().forEach((path, inner) -> {
            int at = node;
            for (String segment : path.split("/", -1)) {
                at = child(at, segment);
            }
            addOptimizer(inner, at);
        });
    }

    /** A child under its name and the name with an underscore before it. */
    private int spelled(int parent, String name) {
        int node = child(parent, name);
        link(parent, "_" + name, node);
        return node;
    }

    private int leaf(int owner, String attribute, String fullName, Array value) {
        int node = spelled(owner, attribute);
        String key = path(node) + "/.ATTRIBUTES/VARIABLE_VALUE";
        graph.getNodesBuilder(node)
                .addAttributes(SerializedTensor.newBuilder()
                        .setName("VARIABLE_VALUE")
                        .setFullName(fullName)
                        .setCheckpointKey(key));
        values.put(key, value);
        return node;
    }

    private String path(int node) {
        return paths.getOrDefault(node, "");
    }

    private int child(int parent, String name) {
        Integer known = children.getOrDefault(parent, Map.of()).get(name);
        if (known != null) {
            return known;
        }
        int node = graph.getNodesCount();
        graph.addNodesBuilder();
        String prefix = path(parent);
        paths.put(node, prefix.isEmpty() ? escaped(name) : prefix + "/" + escaped(name));
        link(parent, name, node);
        return node;
    }

    private void link(int parent, String name, int node) {
        if (children.computeIfAbsent(parent, all -> new HashMap<>()).putIfAbsent(name, node) == null) {
            graph.getNodesBuilder(parent)
                    .addChildren(ObjectReference.newBuilder().setLocalName(name).setNodeId(node));
        }
    }

    /** Python's rule for names in keys. */
    private static String escaped(String name) {
        return name.replace(".", "..").replace("/", ".S");
    }
}
