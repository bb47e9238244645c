package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedBareConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedUserObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;
import org.tensorflow.proto.VersionDef;

/** The objects that Python sees: a root with methods, lists of variables, and the variables by their dotted paths. */
final class ObjectGraph {
    private static final int ROOT = 0;

    private final List<SavedObject.Builder> nodes = new ArrayList<>();
    private final Map<String, Integer> variables = new HashMap<>();
    private final Map<String, VariableEntry> entries = new HashMap<>();
    private final Map<String, SavedConcreteFunction> functions = new TreeMap<>();

    ObjectGraph() {
        add(object("_generic_user_object"));
    }

    /** Adds the variables of the model: root.layer.variable, and the three lists. */
    void addModel(List<VariableEntry> all) {
        all.forEach(this::addVariable);
        addList("variables", all);
        addList(
                "trainable_variables",
                all.stream().filter(VariableEntry::isTrainable).toList());
        addList(
                "non_trainable_variables",
                all.stream().filter(variable -> !variable.isTrainable()).toList());
    }

    /** Adds variables that are none of the model's. */
    void addOptimizer(List<VariableEntry> all) {
        all.forEach(this::addVariable);
    }

    private void addVariable(VariableEntry variable) {
        int node = ROOT;
        String[] path = variable.path().split("/", -1);
        for (int i = 0; i < path.length - 1; i++) {
            node = child(node, i == 0 ? attribute(path[0]) : path[i]);
        }
        int leaf = add(SavedObject.newBuilder()
                .setVariable(SavedVariable.newBuilder()
                        .setDtype(variable.type())
                        .setShape(ProtoTypes.proto(variable.shape()))
                        .setTrainable(variable.isTrainable())
                        .setName(variable.path())));
        link(node, path[path.length - 1], leaf);
        variables.put(variable.path(), leaf);
        entries.put(variable.path(), variable);
    }

    /** Adds a function, to be called from a method or a signature. */
    void addFunction(ExportedFunction function, StructuredValue inputs, StructuredValue outputs) {
        functions.put(
                function.name(),
                SavedConcreteFunction.newBuilder()
                        .addAllBoundInputs(
                                function.captures().stream().map(this::node).toList())
                        .setCanonicalizedInputSignature(inputs)
                        .setOutputSignature(outputs)
                        .build());
    }

    /** Adds a method of the root. */
    void addMethod(String name, FunctionSpec spec, List<ExportedFunction> traces) {
        SavedFunction.Builder method = SavedFunction.newBuilder().setFunctionSpec(spec);
        traces.forEach(trace -> method.addConcreteFunctions(trace.name()));
        link(ROOT, name, add(SavedObject.newBuilder().setFunction(method)));
    }

    void addSignatures(Map<String, ExportedFunction> signatures) {
        int map = add(object("signature_map"));
        signatures.forEach((key, function) -> {
            List<String> arguments = function.inputs().stream().map(Slot::name).toList();
            link(
                    map,
                    key,
                    add(SavedObject.newBuilder()
                            .setBareConcreteFunction(SavedBareConcreteFunction.newBuilder()
                                    .setConcreteFunctionName(function.name())
                                    .addAllArgumentKeywords(arguments)
                                    .setAllowedPositionalArguments(arguments.size() == 1 ? 1 : 0)
                                    .setFunctionSpec(
                                            Structures.function(arguments, Structures.none(), Structures.none())))));
        });
        link(ROOT, "signatures", map);
    }

    SavedObjectGraph saved() {
        SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder().putAllConcreteFunctions(functions);
        nodes.forEach(graph::addNodes);
        return graph.build();
    }

    /** The same nodes as a checkpoint describes them. */
    TrackableObjectGraph tracked() {
        Map<Integer, VariableEntry> byNode = new HashMap<>();
        variables.forEach((path, node) -> byNode.put(node, entry(path)));
        TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
        for (int i = 0; i < nodes.size(); i++) {
            TrackableObject.Builder node =
                    graph.addNodesBuilder().addAllChildren(nodes.get(i).getChildrenList());
            VariableEntry variable = byNode.get(i);
            if (variable != null) {
                node.addAttributes(SerializedTensor.newBuilder()
                        .setName("VARIABLE_VALUE")
                        .setFullName(variable.path())
                        .setCheckpointKey(variable.checkpointKey()));
            }
        }
        return graph.build();
    }

    private void addList(String name, List<VariableEntry> members) {
        int list = add(object("trackable_list_wrapper"));
        for (int i = 0; i < members.size(); i++) {
            link(list, Integer.toString(i), node(members.get(i).path()));
        }
        link(ROOT, name, list);
    }

    private VariableEntry entry(String path) {
        VariableEntry entry = entries.get(path);
        if (entry == null) {
            throw new IllegalStateException("no variable " + path);
        }
        return entry;
    }

    private int node(String path) {
        Integer node = variables.get(path);
        if (node == null) {
            throw new IllegalStateException("no variable " + path);
        }
        return node;
    }

    /** A layer whose name the root needs for something else is reached under the name with an underscore. */
    private static String attribute(String layer) {
        return switch (layer) {
            case "variables",
                    "trainable_variables",
                    "non_trainable_variables",
                    "signatures",
                    "serve",
                    "tensorflow_version",
                    "tensorflow_git_version",
                    "graph_debug_info" -> layer + "_";
            default -> layer;
        };
    }

    private int child(int parent, String name) {
        for (ObjectReference reference : nodes.get(parent).getChildrenList()) {
            if (reference.getLocalName().equals(name)) {
                return reference.getNodeId();
            }
        }
        int node = add(object("_generic_user_object"));
        link(parent, name, node);
        return node;
    }

    private int add(SavedObject.Builder node) {
        nodes.add(node);
        return nodes.size() - 1;
    }

    private void link(int parent, String name, int child) {
        nodes.get(parent)
                .addChildren(ObjectReference.newBuilder().setLocalName(name).setNodeId(child));
    }

    /** Without its version Python would load it as a bare object. */
    private static SavedObject.Builder object(String kind) {
        return SavedObject.newBuilder()
                .setUserObject(SavedUserObject.newBuilder()
                        .setIdentifier(kind)
                        .setVersion(VersionDef.newBuilder().setProducer(1).setMinConsumer(1)));
    }
}
