package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModelSignature;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Arguments;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/** A signature of a SavedModel. */
final class SavedModelServable implements Servable {
    /** The signature that {@link io.cornu.savedmodels.tf.SavedModel#write} gives networks with random layers. */
    private static final String MONTE_CARLO = "mc_dropout";

    private final LoadedSavedModel model;
    private final SavedModelSignature signature;

    /** Closes the model in the end. */
    SavedModelServable(LoadedSavedModel model, Optional<String> signature) {
        this.model = model;
        this.signature = signature
                .map(name -> named(model, name)
                        .orElseThrow(
                                () -> new IllegalArgumentException("Predictor: expected one of the signatures "
                                        + model.signatures().stream()
                                                .map(SavedModelSignature::name)
                                                .toList()
                                        + ", received '" + name + "'. Name one of them.")))
                .orElseGet(model::defaultSignature);
    }

    private static Optional<SavedModelSignature> named(LoadedSavedModel model, String name) {
        return model.signatures().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    @Override
    public List<TensorDescription> inputs() {
        return signature.inputs();
    }

    @Override
    public List<TensorDescription> outputs() {
        return signature.outputs();
    }

    @Override
    public boolean takesFloats(int input) {
        return signature.inputs().get(input).dataType().equals(Optional.of(DataType.FLOAT32));
    }

    @Override
    public HostTensor feed(int input, Array array) {
        return model.feed(signature.name(), input, array);
    }

    @Override
    public List<Array> predict(List<HostTensor> tensors) {
        return model.predictNative(signature.name(), tensors);
    }

    @Override
    public List<UncertainPrediction> predict(List<Array> arrays, MonteCarlo monteCarlo) {
        TensorDescription seed = seed();
        int examples = (int) arrays.get(0).shape().get(0);
        List<List<Array>> parts = new ArrayList<>();
        for (int pass = 0; pass < monteCarlo.passes(); pass++) {
            Array number = Array.of(new long[] {0, monteCarlo.firstPass() + pass});
            for (int from = 0; from < examples; from += monteCarlo.batchSize()) {
                Map<String, Array> named = new LinkedHashMap<>();
                for (int i = 0; i < arrays.size(); i++) {
                    int to = Math.min(examples, from + monteCarlo.batchSize());
                    named.put(
                            signature.inputs().get(i).name(), arrays.get(i).rows(from, to));
                }
                named.put(seed.name(), number);
                Map<String, Array> results = model.predict(MONTE_CARLO, named);
                parts.add(signature.outputs().stream()
                        .map(output -> results.getOrDefault(output.name(), Array.scalar(0)))
                        .toList());
            }
        }
        List<UncertainPrediction> predictions = new ArrayList<>();
        for (int i = 0; i < signature.outputs().size(); i++) {
            int output = i;
            Array rows = Array.concatenate(
                    parts.stream().map(part -> part.get(output)).toList());
            long[] shape = rows.shape().prepend(monteCarlo.passes()).asArray();
            shape[1] = examples;
            predictions.add(monteCarlo.statistics(rows.reshape(shape)));
        }
        return predictions;
    }

    @Override
    public void requireRandomness() {
        Arguments.require(
                seed().dataType().equals(Optional.of(DataType.INT64)),
                "predictWithUncertainty",
                "a signature '" + MONTE_CARLO + "' with a seed of two int64 numbers is needed",
                seed());
    }

    /** The input that the other signature lacks. */
    private TensorDescription seed() {
        SavedModelSignature random = named(model, MONTE_CARLO)
                .orElseThrow(() -> new IllegalArgumentException(
                        "predictWithUncertainty: expected a SavedModel with the signature '" + MONTE_CARLO
                                + "', received one with "
                                + model.signatures().stream()
                                        .map(SavedModelSignature::name)
                                        .toList()
                                + ". Write it from a network with Dropout by SavedModel.write, or serve the .keras file."));
        Set<String> plain =
                signature.inputs().stream().map(TensorDescription::name).collect(Collectors.toSet());
        Set<String> outputs =
                random.outputs().stream().map(TensorDescription::name).collect(Collectors.toSet());
        List<TensorDescription> more = random.inputs().stream()
                .filter(input -> !plain.contains(input.name()))
                .toList();
        boolean fits = more.size() == 1
                && random.inputs().size() == plain.size() + 1
                && more.get(0).shape().equals(Shape.of(2))
                && signature.outputs().stream().allMatch(output -> outputs.contains(output.name()));
        if (!fits) {
            throw new IllegalArgumentException("predictWithUncertainty: expected '" + MONTE_CARLO
                    + "' to take the inputs of '" + signature.name() + "' and a seed, and to give its outputs, received "
                    + random + ". Choose the signature it belongs to by PredictorOptions.withSignature.");
        }
        return more.get(0);
    }

    @Override
    public void close() {
        model.close();
    }
}
