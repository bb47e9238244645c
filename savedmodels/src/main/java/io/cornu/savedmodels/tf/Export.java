package io.cornu.savedmodels.tf;

import io.cornu.layers.Phase;
import io.cornu.model.CompiledModel;
import io.cornu.model.LayerGraph;
import io.cornu.model.Model;
import io.cornu.model.TracedFunction;
import io.cornu.model.TracedTraining;
import io.cornu.model.Weights;
import io.cornu.runtime.NativeLibrary;
import io.cornu.savedmodels.tf.ExportOptions.Part;
import io.cornu.savedmodels.tf.TrainStep.ExampleWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.MetaGraphDef.MetaInfoDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.Struct.StructuredValue;

/** A model laid out as a SavedModel. */
final class Export {
    static final String SERVING = "serving_default";
    static final String MONTE_CARLO = "mc_dropout";
    static final String PREDICT = "predict";
    static final String TRAIN = "train";

    private final Model model;
    private final Optional<CompiledModel> compiled;
    private final ExportOptions options;
    private final LayerGraph graph;
    private final ModelSlots slots;
    private final Map<String, VariableEntry> variables = new LinkedHashMap<>();
    private final Map<String, FunctionDef> library = new TreeMap<>();
    private final Map<String, ExportedFunction> signatures = new LinkedHashMap<>();
    private final ObjectGraph objects = new ObjectGraph();
    private Optional<FrozenWeights> frozen = Optional.empty();

    private Export(Model model, Optional<CompiledModel> compiled, ExportOptions options) {
        this.model = model;
        this.compiled = compiled;
        this.options = options;
        this.graph = model.architecture().graph();
        DataType type = ProtoTypes.proto(model.options().dataType());
        this.slots = new ModelSlots(graph, type, options.names());
    }

    /** Fills an empty directory. */
    static void write(Model model, Optional<CompiledModel> compiled, ExportOptions options, Path directory)
            throws IOException {
        if (options.trainStep().isPresent() && compiled.isEmpty()) {
            throw new IllegalArgumentException("SavedModel: expected a compiled model for the signature 'train',"
                    + " received one without an optimizer. Give what compile returned.");
        }
        if (options.variant().isFolded()) {
            try (Model folded = model.foldBatchNormalization()) {
                new Export(folded, compiled, options).write(directory);
            }
        } else {
            new Export(model, compiled, options).write(directory);
        }
    }

    private void write(Path directory) throws IOException {
        collectVariables();
        TracedFunction inference = model.trace(Phase.INFERENCE);
        addMethods(inference);
        addSignature(
                SERVING,
                function(
                        SERVING,
                        inference,
                        slots.inputs(inference.definition(), new HashSet<>()),
                        slots.outputs(new HashSet<>())));
        addMonteCarlo();
        options.prediction().ifPresent(prediction -> addPrediction(prediction, inference));
        options.trainStep().ifPresent(this::addTrainStep);
        objects.addSignatures(signatures);
        Files.createDirectory(directory.resolve("assets"));
        Files.createDirectory(directory.resolve("variables"));
        List<VariableEntry> entries = List.copyOf(variables.values());
        Checkpoint.write(directory.resolve("variables/variables"), entries, objects.tracked());
        Files.write(directory.resolve(SavedModelFile.NAME), message(entries).toByteArray());
        Provenance.of(model, options.variant(), signatures.keySet()).write(directory);
    }

    private void collectVariables() {
        Weights weights = model.weights();
        LayerGraph flat = graph.flat();
        boolean isTrainable = options.variant() == ExportOptions.Variant.TRAINABLE;
        for (int i = 0; i < flat.layers().size(); i++) {
            boolean learns = isTrainable && !model.isFrozen(flat.layers().get(i).name());
            flat.variables(i)
                    .forEach((path, spec) -> variables.put(
                            path, new VariableEntry(path, weights.get(path), learns && spec.isTrainable())));
        }
        if (options.variant().isFrozen()) {
            FrozenWeights constants = new FrozenWeights(List.copyOf(variables.values()));
            variables.clear();
            FunctionDef definition = constants.definition();
            library.put(definition.getSignature().getName(), definition);
            frozen = Optional.of(constants);
        }
        objects.addModel(List.copyOf(variables.values()));
    }

    /** m(x), m(x, training=True) and m.serve(x). */
    private void addMethods(TracedFunction inference) {
        boolean trains = options.variant() == ExportOptions.Variant.TRAINABLE
                && options.parts().contains(Part.TRAINING_CALL);
        List<ExportedFunction> calls = new ArrayList<>(List.of(method("call", inference, List.of(false))));
        if (trains) {
            calls.add(method("call_training", model.trace(Phase.TRAINING), List.of(true)));
        }
        ExportedFunction serve = method("serve", inference, List.of());
        objects.addMethod(
                "__call__",
                Structures.function(
                        List.of("inputs", "training"), Structures.tuple(Structures.bool(false)), Structures.none()),
                calls);
        objects.addMethod(
                "serve",
                Structures.function(
                        List.of("inputs"), Structures.none(), Structures.tuple(Structures.specs(serve.inputs()))),
                List.of(serve));
    }

    /** A function that takes its inputs by position, and further constant arguments. */
    private ExportedFunction method(String name, TracedFunction traced, List<Boolean> constants) {
        ExportedFunction function = function(
                name, traced, slots.inputs(traced.definition(), new HashSet<>()), slots.outputs(new HashSet<>()));
        library.put(function.name(), function.definition());
        List<StructuredValue> arguments = new ArrayList<>(List.of(Structures.specs(function.inputs())));
        constants.forEach(constant -> arguments.add(Structures.bool(constant)));
        objects.addFunction(
                function,
                Structures.tuple(
                        Structures.tuple(arguments.toArray(StructuredValue[]::new)), Structures.dictionary(Map.of())),
                Structures.specs(function.outputs()));
        return function;
    }

    private void addMonteCarlo() {
        boolean isStochastic =
                graph.layers().stream().anyMatch(layer -> layer.layer().isStochastic());
        if (isStochastic && options.parts().contains(Part.MONTE_CARLO)) {
            TracedFunction traced = model.trace(Phase.MONTE_CARLO);
            List<Slot> inputs = slots.seededInputs(traced.definition());
            addSignature(MONTE_CARLO, function(MONTE_CARLO, traced, inputs, slots.outputs(new HashSet<>())));
        }
    }

    private void addPrediction(ImagePrediction prediction, TracedFunction inference) {
        PredictionFunction.Parts parts = PredictionFunction.of(
                prediction,
                inference,
                slots.inputs(inference.definition(), new HashSet<>()),
                slots.outputs(new HashSet<>()));
        TracedFunction whole = new TracedFunction(Phase.INFERENCE, parts.definition(), 1, inference.captures());
        addSignature(PREDICT, function(PREDICT, whole, parts.inputs(), parts.outputs()));
    }

    private void addTrainStep(TrainStep step) {
        boolean isWeighted = step.exampleWeights() == ExampleWeights.GIVEN;
        TracedTraining traced = compiled.orElseThrow().trace(isWeighted, step.scheduledSteps());
        // A layer may be called optimizer as well.
        Set<String> layers = new HashSet<>();
        graph.layers().forEach(layer -> layers.add(layer.name()));
        String root = PythonNames.unique("optimizer", layers);
        List<VariableEntry> entries = new ArrayList<>();
        Map<String, String> paths = new LinkedHashMap<>();
        traced.optimizer().forEach((path, value) -> {
            String own = root + path.substring("optimizer".length());
            paths.put(path, own);
            entries.add(new VariableEntry(own, value, false));
        });
        entries.forEach(entry -> variables.put(entry.path(), entry));
        objects.addOptimizer(entries);
        List<String> captures = traced.captures().stream()
                .map(path -> paths.getOrDefault(path, path))
                .toList();
        TracedFunction function = new TracedFunction(Phase.TRAINING, traced.definition(), traced.inputs(), captures);
        addSignature(TRAIN, function(TRAIN, function, trainInputs(traced), trainOutputs(traced)));
    }

    private List<Slot> trainInputs(TracedTraining traced) {
        Set<String> taken = new HashSet<>();
        List<Slot> inputs = new ArrayList<>(slots.inputs(traced.definition(), taken));
        List<ArgDef> arguments = traced.definition().getSignature().getInputArgList();
        int targets = traced.targetShapes().size();
        for (int i = 0; i < targets; i++) {
            String name = targets == 1
                    ? "y"
                    : "y_" + slots.outputs(new HashSet<>()).get(i).name();
            DataType type = arguments.get(inputs.size()).getType();
            inputs.add(new Slot(
                    PythonNames.unique(PythonNames.argument(name), taken),
                    type,
                    traced.targetShapes().get(i)));
        }
        if (traced.isWeighted()) {
            DataType type = arguments.get(inputs.size()).getType();
            inputs.add(new Slot(PythonNames.unique("sample_weight", taken), type, Shape.of(-1)));
        }
        return inputs;
    }

    private List<Slot> trainOutputs(TracedTraining traced) {
        DataType type = ProtoTypes.proto(model.options().dataType());
        return traced.results().stream()
                .map(name -> new Slot(name, type, Shape.scalar()))
                .toList();
    }

    private void addSignature(String key, ExportedFunction unsorted) {
        ExportedFunction function = unsorted.sortedByName();
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

    private ExportedFunction function(String name, TracedFunction traced, List<Slot> inputs, List<Slot> outputs) {
        if (frozen.isPresent()) {
            return frozen.get()
                    .freeze(ExportedFunction.of(
                            "__inference_" + name, traced, inputs, outputs, frozen.get()::variable));
        }
        return ExportedFunction.of("__inference_" + name, traced, inputs, outputs, this::variable);
    }

    private VariableEntry variable(String path) {
        VariableEntry variable = variables.get(path);
        if (variable == null) {
            throw new IllegalStateException("no variable " + path);
        }
        return variable;
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
