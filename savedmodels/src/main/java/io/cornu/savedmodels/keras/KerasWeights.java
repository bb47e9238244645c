package io.cornu.savedmodels.keras;

import io.cornu.data.Array;
import io.cornu.model.Architecture;
import io.cornu.model.Compilation;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.model.OptimizerState;
import io.cornu.model.Weights;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.hdf5.Hdf5Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weights without an architecture, as {@code model.save_weights} and {@code model.load_weights} of Keras pass them.
 *
 * <pre>{@code
 * KerasWeights.write(compiled, Path.of("cnn.weights.h5"));        // with the optimizer's memory
 * KerasWeights.read(Path.of("cnn.weights.h5"), compiled).giveTo(compiled);
 * }</pre>
 *
 * <p>Reads {@code .weights.h5} of Keras 3 and of tf_keras (also in several files with an index,
 * {@code .weights.json}), the weights of {@code .keras} archives, and what Keras 2 wrote: {@code .h5} files of weights
 * or of whole models. What they must hold comes from the architecture; all that is missing, too much or of another shape
 * is told at once, and nothing is half read.
 *
 * <p>Source: {@code keras.src.saving.saving_lib} and {@code keras.src.legacy.saving.legacy_h5_format}, Keras 3.15.
 *
 * @param weights the values by path; without those of layers that were skipped
 * @param optimizerState what the optimizer remembered; empty if the file holds none, or none was asked for
 * @param skipped what did not fit and was left out; empty unless {@link KerasWeightsOptions#skipsMismatch} allows it,
 *     or an optimizer's memory could not be told
 */
public record KerasWeights(Weights weights, Optional<OptimizerState> optimizerState, List<String> skipped) {
    /** Copies the list. */
    public KerasWeights {
        skipped = List.copyOf(skipped);
    }

    /**
     * Writes the weights of a model.
     *
     * @param model the model
     * @param target the file to make or replace, which Keras wants to end in {@code .weights.h5}
     * @throws IllegalArgumentException if a file cannot hold one of its layers, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(Model model, Path target) throws IOException {
        write(KerasModel.of(model), target, KerasRegistry.standard());
    }

    /**
     * Writes the weights of a model and what its optimizer remembers.
     *
     * @param compiled the model
     * @param target the file to make or replace, which Keras wants to end in {@code .weights.h5}
     * @throws IllegalArgumentException if a file cannot hold one of its parts, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(CompiledModel compiled, Path target) throws IOException {
        write(KerasModel.of(compiled), target, KerasRegistry.standard());
    }

    /**
     * Writes the weights of a model with classes of one's own.
     *
     * @param model what to write, see {@link KerasModel#of(Model)}
     * @param target the file to make or replace, which Keras wants to end in {@code .weights.h5}
     * @param registry the classes of its layers
     * @throws IllegalArgumentException if a file cannot hold one of its parts, which the message names
     * @throws IOException if the disk fails; the target is then as it was
     */
    public static void write(KerasModel model, Path target, KerasRegistry registry) throws IOException {
        Hdf5Writer.write(target, new WeightsWriter(model, registry).write());
    }

    /**
     * Reads weights with {@link KerasWeightsOptions#defaults()}.
     *
     * @param file a file of Keras with weights
     * @param architecture what they are for
     * @return the weights of all its variables
     * @throws MalformedFileException if the file is damaged, not what it should be, or does not fit the architecture
     * @throws IOException if the file cannot be read
     */
    public static KerasWeights read(Path file, Architecture architecture) throws IOException {
        return read(file, architecture, KerasWeightsOptions.defaults());
    }

    /**
     * Reads weights.
     *
     * @param file a file of Keras with weights
     * @param architecture what they are for
     * @param options what may be wrong with them
     * @return the weights that fit
     * @throws MalformedFileException if the file is damaged, not what it should be, or does not fit the architecture
     * @throws IOException if the file cannot be read
     */
    public static KerasWeights read(Path file, Architecture architecture, KerasWeightsOptions options)
            throws IOException {
        return read(file, architecture, options, Optional.empty(), Set.of());
    }

    /**
     * Reads weights and the optimizer's memory, where the file holds it.
     *
     * @param file a file of Keras with weights
     * @param compiled the model they are for, which stays as it is
     * @return the weights of all its variables
     * @throws MalformedFileException if the file is damaged, not what it should be, or does not fit the model or its
     *     optimizer
     * @throws IOException if the file cannot be read
     */
    public static KerasWeights read(Path file, CompiledModel compiled) throws IOException {
        Model model = compiled.model();
        KerasWeightsOptions options = KerasWeightsOptions.defaults()
                .withDataType(model.options().dataType());
        return read(
                file, model.architecture(), options, Optional.of(compiled.compilation()), KerasModel.frozen(model));
    }

    private static KerasWeights read(
            Path file,
            Architecture architecture,
            KerasWeightsOptions options,
            Optional<Compilation> compilation,
            Set<String> frozen)
            throws IOException {
        StoredWeights stored = StoredWeights.open(file, options.limits());
        try {
            Place place = new Place("", options.registry());
            return stored.isLegacy()
                    ? new LegacyWeights(architecture, options.dataType(), place, stored.root())
                            .read(options.pairing(), options.skipsMismatch())
                    : new WeightsReader(architecture, options.dataType(), place, stored.root())
                            .read(options.skipsMismatch(), compilation, frozen);
        } catch (ConfigException failure) {
            throw new MalformedFileException(file.toString(), String.valueOf(failure.getMessage()), failure);
        }
    }

    /**
     * Gives the weights to a model; what was skipped it keeps.
     *
     * @param model a model of the architecture they were read for
     * @throws IllegalArgumentException if it is another; nothing has changed then
     */
    public void giveTo(Model model) {
        Map<String, Array> all = new LinkedHashMap<>(model.weights().byPath());
        all.putAll(weights.byPath());
        model.setWeights(new Weights(all));
    }

    /**
     * Gives the weights to a model, and its memory to its optimizer where the file held one.
     *
     * @param compiled the model they were read for
     * @throws IllegalArgumentException if it is another
     */
    public void giveTo(CompiledModel compiled) {
        giveTo(compiled.model());
        optimizerState.ifPresent(compiled::setOptimizerState);
    }
}
