package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.serving.Predictor;
import io.cornu.savedmodels.serving.PredictorOptions;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.SavedModelSignature;
import io.cornu.uncertainty.MonteCarlo;
import io.cornu.uncertainty.UncertainPrediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What {@code cornu mc-dropout} asks: a network of layers, or the program of a SavedModel. */
interface McDropoutModel extends AutoCloseable {
    /** For the report. */
    String name();

    int outputs();

    /** With dropout off, one array for each output. */
    List<Array> plain(List<Array> inputs);

    /** With dropout on, the statistics of each output. */
    List<UncertainPrediction> uncertain(List<Array> inputs, int passes);

    @Override
    void close();

    /**
     * Opens either kind of file.
     *
     * @param seed decides what is dropped; a network draws from it, a program, which has its own seed, makes other passes
     */
    static McDropoutModel open(Path file, long seed, SessionOptions session, int batchSize) throws IOException {
        if (!OpenedModel.isSavedModel(file)) {
            KerasModel keras = ModelFiles.network(file);
            BuildOptions options =
                    BuildOptions.of(Seed.of(seed)).withSession(session).withDataType(keras.dataType());
            return new Layers(keras.build(options), batchSize);
        }
        List<String> signatures = SavedModel.describe(file).signatures().stream()
                .map(SavedModelSignature::name)
                .toList();
        if (!signatures.contains(Program.SIGNATURE)) {
            throw new CommandFailure(file + ": expected a SavedModel with the signature " + Program.SIGNATURE
                    + ", as Cornu gives networks with Dropout, received one with " + signatures
                    + ", whose dropout is off. Give the .keras file of the model.");
        }
        PredictorOptions options = PredictorOptions.defaults().withSession(session);
        options = options.withMaxBatchSize(Math.max(batchSize, options.maxBatchSize()));
        return new Program(
                file.toAbsolutePath().normalize().getFileName().toString(),
                Predictor.open(file, options),
                seed,
                batchSize);
    }

    /** A model of layers. */
    record Layers(Model built, int batchSize) implements McDropoutModel {
        @Override
        public String name() {
            return built.architecture().name();
        }

        @Override
        public int outputs() {
            return built.architecture().graph().outputs().size();
        }

        @Override
        public List<Array> plain(List<Array> inputs) {
            return built.predict(Dataset.of(new Batch(inputs, List.of(), Optional.empty())), batchSize);
        }

        @Override
        public List<UncertainPrediction> uncertain(List<Array> inputs, int passes) {
            return MonteCarlo.of(passes)
                    .withBatchSize(batchSize)
                    .predict(built, Dataset.of(new Batch(inputs, List.of(), Optional.empty())));
        }

        @Override
        public void close() {
            built.close();
        }
    }

    /** A SavedModel that Cornu wrote. */
    record Program(String name, Predictor predictor, long seed, int batchSize) implements McDropoutModel {
        static final String SIGNATURE = "mc_dropout";

        @Override
        public int outputs() {
            return predictor.outputs().size();
        }

        @Override
        public List<Array> plain(List<Array> inputs) {
            return predictor.predict(inputs);
        }

        @Override
        public List<UncertainPrediction> uncertain(List<Array> inputs, int passes) {
            MonteCarlo monteCarlo =
                    MonteCarlo.of(passes).withBatchSize(batchSize).withFirstPass(seed * passes);
            return predictor.predictWithUncertainty(inputs, monteCarlo);
        }

        @Override
        public void close() {
            predictor.close();
        }
    }
}
