package io.cornu.cli;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.Device;
import io.cornu.runtime.Seed;
import io.cornu.runtime.SessionOptions;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.compare.SampleInputs;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.ReadOptions;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.TensorDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model file of either kind, opened to predict. */
interface OpenedModel extends AutoCloseable {
    /** One array for each output. */
    List<Array> predict(List<Array> inputs, int batchSize);

    /** Inputs that it takes. */
    List<Array> samples(int examples, Seed seed);

    /** The names of its outputs, in order. */
    List<String> outputNames();

    /** The model itself, unless it is a program without layers. */
    Optional<Model> model();

    @Override
    void close();

    static OpenedModel of(Path file, Device device) throws IOException {
        SessionOptions session = SessionOptions.defaults().withDevice(device);
        if (isSavedModel(file)) {
            return new Program(SavedModel.read(file, ReadOptions.defaults().withSession(session)));
        }
        return of(ModelFiles.network(file), session);
    }

    /** The same, for weights alone in the layers of another file. */
    static OpenedModel of(Path file, Optional<Path> layers, Device device) throws IOException {
        if (layers.isEmpty()) {
            return of(file, device);
        }
        List<String> warnings = new ArrayList<>();
        KerasModel found = ModelSource.layers(layers.get(), warnings);
        return of(
                ModelSource.read(file, found, warnings),
                SessionOptions.defaults().withDevice(device));
    }

    private static OpenedModel of(KerasModel keras, SessionOptions session) {
        return new Layers(
                keras.build(BuildOptions.of(Seed.of(0)).withSession(session).withDataType(keras.dataType())));
    }

    /** Whether a path is to be read as a SavedModel; a missing one is whatever its name says. */
    static boolean isSavedModel(Path file) throws IOException {
        return Files.isDirectory(file) && ModelFiles.format(file) == ModelFormat.SAVED_MODEL;
    }

    /** A model of layers. */
    record Layers(Model built) implements OpenedModel {
        @Override
        public List<Array> predict(List<Array> inputs, int batchSize) {
            return built.predict(Dataset.of(new Batch(inputs, List.of(), Optional.empty())), batchSize);
        }

        @Override
        public List<Array> samples(int examples, Seed seed) {
            return SampleInputs.of(built.architecture(), examples, seed);
        }

        @Override
        public List<String> outputNames() {
            return built.architecture().graph().outputNames();
        }

        @Override
        public Optional<Model> model() {
            return Optional.of(built);
        }

        @Override
        public void close() {
            built.close();
        }
    }

    /** A SavedModel. */
    record Program(LoadedSavedModel loaded) implements OpenedModel {
        @Override
        public List<Array> predict(List<Array> inputs, int batchSize) {
            List<List<Array>> parts = new ArrayList<>();
            List<Array> fitted = fitted(inputs, loaded.defaultSignature().inputs());
            Batch all = new Batch(fitted, List.of(), Optional.empty());
            for (int from = 0; from < all.size() || parts.isEmpty(); from += batchSize) {
                int first = from;
                int to = Math.min(all.size(), from + batchSize);
                parts.add(loaded.predict(
                        fitted.stream().map(array -> array.rows(first, to)).toList()));
            }
            List<Array> outputs = new ArrayList<>();
            for (int output = 0; output < parts.get(0).size(); output++) {
                int number = output;
                outputs.add(Array.concatenate(
                        parts.stream().map(part -> part.get(number)).toList()));
            }
            return outputs;
        }

        @Override
        public List<Array> samples(int examples, Seed seed) {
            return SampleInputs.of(loaded.defaultSignature().inputs(), examples, seed);
        }

        @Override
        public List<String> outputNames() {
            return loaded.defaultSignature().outputs().stream()
                    .map(TensorDescription::name)
                    .toList();
        }

        @Override
        public Optional<Model> model() {
            return Optional.empty();
        }

        @Override
        public void close() {
            loaded.close();
        }

        /** The types that the signature asks for, as Keras converts what it is given. */
        private static List<Array> fitted(List<Array> inputs, List<TensorDescription> wanted) {
            List<Array> fitted = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Array input = inputs.get(i);
                fitted.add(
                        i < wanted.size()
                                ? wanted.get(i).dataType().map(input::cast).orElse(input)
                                : input);
            }
            return fitted;
        }
    }
}
