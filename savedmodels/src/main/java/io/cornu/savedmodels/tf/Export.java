package io.cornu.savedmodels.tf;

import io.cornu.layers.Input;
import io.cornu.layers.Phase;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.model.TracedFunction;
import io.cornu.model.Weights;
import io.cornu.runtime.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.MetaGraphDef.MetaInfoDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.Struct.StructuredValue;

/** A model laid out as a SavedModel. */
final class Export {
    static final String SERVING = "serving_default";
    static final String MONTE_CARLO = "mc_dropout";

    private final Model model;
    private final LayerGraph graph;
    private final Map<String, VariableEntry> variables = new LinkedHashMap<>();
    private final Map<String, FunctionDef> library = new TreeMap<>();
    private final Map<String, ExportedFunction> signatures = new LinkedHashMap<>();
    private final ObjectGraph objects = new ObjectGraph();

    private Export(Model model) {
        this.model = model;
        this.graph = model.architecture().graph();
    }

    /** Fills an empty directory. */
    static void write(Model model, Path directory) throws IOException {
        new Export(model).write(directory);
    }

    private void write(Path directory) throws IOException {
        collectVariables();
        TracedFunction inference = model.trace(Phase.INFERENCE);
        addMethods(inference);
        addSignatures(inference);
        Files.createDirectory(directory.resolve("assets"));
        Files.createDirectory(directory.resolve("variables"));
        List<VariableEntry> entries = List.copyOf(variables.values());
        Checkpoint.write(directory.resolve("variables/variables"), entries, objects.tracked());
        Files.write(directory.resolve("saved_model.pb"), message(entries).toByteArray());
    }

    private void collectVariables() {
        Weights weights = model.weights();
        LayerGraph flat = graph.flat();
        for (int i = 0; i < flat.layers().size(); i++) {
            boolean frozen = model.isFrozen(flat.layers().get(i).name());
            flat.variables(i)
                    .forEach((path, spec) -> variables.put(
                            path, new VariableEntry(path, weights.get(path), spec.isTrainable() && !frozen)));
        }
        objects.addVariables(List.copyOf(variables.values()));
    }

    /** m(x), m(x, training=True) and m.serve(x). */
    private void addMethods(TracedFunction inference) {
        ExportedFunction call = function("call", inference);
        ExportedFunction training = function("call_training", model.trace(Phase.TRAINING));
        ExportedFunction serve = function("serve", inference);
        StructuredValue inputs = Structures.specs(call.inputs());
        StructuredValue outputs = Structures.specs(call.outputs());
        StructuredValue noKeywords = Structures.dictionary(Map.of());
        objects.addFunction(
                call, Structures.tuple(Structures.tuple(inputs, Structures.bool(false)), noKeywords), outputs);
        objects.addFunction(
                training, Structures.tuple(Structures.tuple(inputs, Structures.bool(true)), noKeywords), outputs);
        objects.addFunction(serve, Structures.tuple(Structures.tuple(inputs), noKeywords), outputs);
        objects.addMethod(
                "__call__",
                Structures.function(
                        List.of("inputs", "training"), Structures.tuple(Structures.bool(false)), Structures.none()),
                List.of(call, training));
        objects.addMethod(
                "serve",
                Structures.function(List.of("inputs"), Structures.none(), Structures.tuple(inputs)),
                List.of(serve));
    }

    private void addSignatures(TracedFunction inference) {
        addSignature(SERVING, inference);
        boolean isStochastic =
                graph.layers().stream().anyMatch(layer -> layer.layer().isStochastic());
        if (isStochastic) {
            addSignature(MONTE_CARLO, model.trace(Phase.MONTE_CARLO));
        }
        objects.addSignatures(signatures);
    }

    private void addSignature(String key, TracedFunction traced) {
        ExportedFunction function = function("signature_" + key, traced).sortedByName();
        library.put(function.name(), function.definition());
        Map<String, StructuredValue> inputs = new TreeMap<>();
        function.inputs().forEach(input -> inputs.put(input.name(), Structures.spec(input)));
        Map<String, StructuredValue> outputs = new TreeMap<>();
        function.outputs().forEach(output -> outputs.put(output.name(), Structures.spec(output)));
        objects.addFunction(
                function,
                Structures.tuple(Structures.tuple(), Structures.dictionary(inputs)),
                Structures.dictionary(outputs));
        signatures.put(key, function);
    }

    private ExportedFunction function(String name, TracedFunction traced) {
        ExportedFunction function =
                ExportedFunction.of("__inference_" + name, traced, inputs(traced), outputs(), this::variable);
        library.put(function.name(), function.definition());
        return function;
    }

    private VariableEntry variable(String path) {
        VariableEntry variable = variables.get(path);
        if (variable == null) {
            throw new IllegalStateException("no variable " + path);
        }
        return variable;
    }

    private List<Slot> inputs(TracedFunction traced) {
        List<Slot> slots = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int call : graph.inputs()) {
            LayerGraph.NetworkLayer layer =
                    graph.layers().get(graph.calls().get(call).layer());
            if (layer.layer() instanceof Input input) {
                // The argument's own type: TensorFlow Java feeds small integers as wider ones.
                DataType type = traced.definition()
                        .getSignature()
                        .getInputArg(slots.size())
                        .getType();
                String name = PythonNames.unique(PythonNames.argument(layer.name()), taken);
                slots.add(new Slot(name, type, input.batchShape()));
            }
        }
        if (traced.isSeeded()) {
            slots.add(new Slot(PythonNames.unique("seed", taken), DataType.DT_INT64, Shape.of(2)));
        }
        return slots;
    }

    private List<Slot> outputs() {
        DataType type = ProtoTypes.proto(model.options().dataType());
        Set<String> taken = new HashSet<>();
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            String name = PythonNames.unique(graph.outputNames().get(i), taken);
            slots.add(new Slot(name, type, graph.outputShapes().get(i)));
        }
        return slots;
    }

    private SavedModel message(List<VariableEntry> entries) {
        MetaGraphDef.Builder meta = MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaInfoDef.newBuilder()
                        .addTags("serve")
                        .setTensorflowVersion(NativeLibrary.load().version()));
        ServingGraph serving = new ServingGraph(entries, library.values());
        signatures.forEach((key, function) -> meta.putSignatureDef(key, serving.addSignature(key, function)));
        if (!entries.isEmpty()) {
            meta.setSaverDef(serving.addSaver());
        }
        return SavedModel.newBuilder()
                .setSavedModelSchemaVersion(1)
                .addMetaGraphs(meta.setGraphDef(serving.definition()).setObjectGraphDef(objects.saved()))
                .build();
    }
}
