package io.cornu.savedmodels.tf;

import io.cornu.data.AtomicFiles;
import io.cornu.model.CompiledModel;
import io.cornu.model.Model;
import io.cornu.savedmodels.tf.SavedModelDescription.SavedVariable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;

/**
 * Writes and reads SavedModel directories.
 *
 * <p>What is written opens in Python with {@code tf.saved_model.load} and {@code keras.layers.TFSMLayer}, in
 * TensorFlow Serving, and in Java. With {@code m = tf.saved_model.load(directory)}:
 *
 * <ul>
 *   <li>{@code m.signatures["serving_default"](input=x)["output"]}: inputs and outputs by the names of their layers.
 *       Names that Python takes for no argument are changed as TensorFlow does: {@code my-image} to {@code my_image},
 *       {@code 2d} to {@code arg_2d}; {@code class} to {@code class_}. An output that is asked for twice gets a number.
 *   <li>{@code m.signatures["mc_dropout"](input=x, seed=[0, n])}, if the network has random layers: dropout on, batch
 *       normalization as in inference; the same seed gives the same numbers, those of sample n of
 *       {@link Model#predictMonteCarlo}. If an input is called seed, the seed is called {@code seed_1}.
 *   <li>{@code m(x)}, {@code m.serve(x)} and {@code m(x, training=True)}: several inputs as a list, several outputs
 *       as a list; in training, dropout drops and batch normalization uses and moves its statistics, except in
 *       frozen layers.
 *   <li>{@code m.variables}, {@code m.trainable_variables}, {@code m.conv2d.kernel}: variables to go on training
 *       with. Those of frozen layers are not trainable. The optimizer's are written with a {@link TrainStep} only; a
 *       {@code .keras} file holds them, too.
 * </ul>
 *
 * <p>{@link ExportOptions} add the signatures {@code predict}, see {@link ImagePrediction}, and {@code train}, see
 * {@link TrainStep}; and write the weights as constants, or batch normalization as part of other layers.
 * {@code assets.extra/cornu.json}, which other programs pass over, tells where the model comes from, see
 * {@link Provenance}.
 *
 * <p>Inputs take batches of any size, in the type of their {@code Input} layer; int8 and int16 become int32, uint32
 * and uint64 become int64, for TensorFlow Java has no such tensors.
 *
 * <pre>{@code
 * SavedModel.write(model, Path.of("savedmodel"));
 * try (LoadedSavedModel loaded = SavedModel.read(Path.of("savedmodel"))) {
 *     List<Array> outputs = loaded.predict(List.of(images));
 * }
 * }</pre>
 */
public final class SavedModel {
    private SavedModel() {}

    /**
     * Writes a model. The directory appears whole or not at all; an earlier SavedModel in its place is replaced.
     *
     * @param model the model, as it is now; stays open
     * @param directory the directory to make; its parent must exist
     * @throws IOException if the directory holds something else than a SavedModel, or cannot be written
     */
    public static void write(Model model, Path directory) throws IOException {
        write(model, directory, ExportOptions.defaults());
    }

    /**
     * Writes a model as it is wanted. The directory appears whole or not at all.
     *
     * @param model the model, as it is now; stays open
     * @param directory the directory to make; its parent must exist
     * @param options what the SavedModel is to hold
     * @throws IOException if the directory holds something else than a SavedModel, or one that is not to be
     *     overwritten, or cannot be written
     * @throws IllegalArgumentException if the model does not have what the options ask for, such as classes, or an
     *     optimizer; nothing has been written then
     */
    public static void write(Model model, Path directory, ExportOptions options) throws IOException {
        write(model, Optional.empty(), directory, options);
    }

    /**
     * Writes a compiled model as it is wanted, with its optimizer where the options have a {@link TrainStep}. The
     * directory appears whole or not at all.
     *
     * @param compiled the model, as it is now; stays open
     * @param directory the directory to make; its parent must exist
     * @param options what the SavedModel is to hold
     * @throws IOException if the directory holds something else than a SavedModel, or one that is not to be
     *     overwritten, or cannot be written
     * @throws IllegalArgumentException if the model does not have what the options ask for, such as classes; nothing
     *     has been written then
     */
    public static void write(CompiledModel compiled, Path directory, ExportOptions options) throws IOException {
        write(compiled.model(), Optional.of(compiled), directory, options);
    }

    private static void write(Model model, Optional<CompiledModel> compiled, Path directory, ExportOptions options)
            throws IOException {
        if (options.overwriting() == ExportOptions.Overwriting.REFUSE
                && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    directory.toString(), null, "expected nothing there. Choose another name or set overwriting to REPLACE.");
        }
        AtomicFiles.writeDirectory(
                directory, SavedModelFile.NAME, temporary -> Export.write(model, compiled, options, temporary));
    }

    /**
     * Reads a SavedModel from anywhere for predicting, if it only computes.
     *
     * @param directory the directory with {@code saved_model.pb} in it
     * @return the model, to be closed after use
     * @throws IOException if there is no SavedModel, it is damaged, or it would do more than compute
     */
    public static LoadedSavedModel read(Path directory) throws IOException {
        return read(directory, ReadOptions.defaults());
    }

    /**
     * Reads a SavedModel for predicting.
     *
     * @param directory the directory with {@code saved_model.pb} in it
     * @param options device, threads, and how far the model is trusted
     * @return the model, to be closed after use
     * @throws IOException if there is no SavedModel, it is damaged, or it would do more than compute and is not
     *     trusted
     * @throws IllegalArgumentException if the device is not there
     */
    public static LoadedSavedModel read(Path directory, ReadOptions options) throws IOException {
        return LoadedSavedModel.load(SavedModelFile.open(directory, options.maxGraphBytes()), options);
    }

    /**
     * Looks at a SavedModel without loading it, trusted or not.
     *
     * @param directory the directory with {@code saved_model.pb} in it
     * @return what it says about itself
     * @throws IOException if there is no SavedModel, or it is damaged
     */
    public static SavedModelDescription describe(Path directory) throws IOException {
        SavedModelFile file =
                SavedModelFile.open(directory, ReadOptions.defaults().maxGraphBytes());
        MetaGraphDef meta = file.meta();
        ProgramCheck check = new ProgramCheck(file.directory().toString(), meta);
        String version = meta.getMetaInfoDef().getTensorflowVersion();
        return new SavedModelDescription(
                version.isEmpty() ? Optional.empty() : Optional.of(version),
                Signatures.of(meta),
                variables(meta),
                check.objections(),
                check.nodes().size(),
                file.size());
    }

    /** By name, because Keras lists every variable twice. */
    private static List<SavedVariable> variables(MetaGraphDef meta) {
        Map<String, SavedVariable> variables = new LinkedHashMap<>();
        meta.getObjectGraphDef().getNodesList().stream()
                .filter(SavedObject::hasVariable)
                .map(SavedObject::getVariable)
                .forEach(variable -> variables.putIfAbsent(
                        variable.getName(),
                        new SavedVariable(
                                new TensorDescription(
                                        variable.getName(),
                                        ProtoTypes.name(variable.getDtype()),
                                        ProtoTypes.ours(variable.getShape())),
                                variable.getTrainable())));
        return List.copyOf(variables.values());
    }
}
