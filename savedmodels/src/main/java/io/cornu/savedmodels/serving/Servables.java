package io.cornu.savedmodels.serving;

import io.cornu.data.Array;
import io.cornu.data.DataType;
import io.cornu.model.BuildOptions;
import io.cornu.model.Model;
import io.cornu.runtime.HostTensor;
import io.cornu.savedmodels.ModelFormat;
import io.cornu.savedmodels.archive.MalformedFileException;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.text.Arguments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Opens models and makes them ready. */
final class Servables {
    private Servables() {}

    static Engine open(Path file, PredictorOptions options) throws IOException {
        ModelFormat format = ModelFormat.of(file, options.kerasReading().limits());
        Servable servable =
                switch (format) {
                    case KERAS -> keras(KerasArchive.read(file, options.kerasReading()), options);
                    case KERAS_H5 -> keras(KerasH5.read(file, options.kerasReading()), options);
                    case SAVED_MODEL -> savedModel(file, options);
                    default ->
                        throw new MalformedFileException(
                                file.toString(),
                                "expected a whole model that predicts, a .keras or .h5 file or a SavedModel, received "
                                        + format.title() + ". Save it as one of those.");
                };
        return ready(servable, options);
    }

    /** Closes the model in the end. */
    static Engine of(Model model, PredictorOptions options) {
        return ready(new KerasServable(model), options);
    }

    private static Servable keras(KerasModel saved, PredictorOptions options) {
        BuildOptions building =
                BuildOptions.of(options.seed()).withSession(options.session()).withDataType(saved.dataType());
        return new KerasServable(saved.build(building));
    }

    private static Servable savedModel(Path directory, PredictorOptions options) throws IOException {
        var loaded = SavedModel.read(directory, options.savedModelReading().withSession(options.session()));
        try {
            return new SavedModelServable(loaded, options.signature());
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    private static Engine ready(Servable servable, PredictorOptions options) {
        try {
            requireLabels(servable, options);
            warmUp(servable, options.warmUp());
            return new Engine(servable);
        } catch (RuntimeException | Error e) {
            servable.close();
            throw e;
        }
    }

    private static void requireLabels(Servable servable, PredictorOptions options) {
        if (!options.labels().isEmpty()) {
            List<TensorDescription> outputs = servable.outputs();
            Arguments.require(
                    outputs.size() == 1, "PredictorOptions", "labels are for a model with one output", outputs);
            Shape shape = outputs.get(0).shape();
            if (!shape.isUnknown() && shape.numDimensions() == 2 && shape.get(1) != Shape.UNKNOWN_SIZE) {
                ClassScore.requireLabels(options.labels(), shape.get(1));
            }
        }
    }

    private static void warmUp(Servable servable, WarmUp warmUp) {
        for (int batchSize : warmUp.batchSizes()) {
            List<HostTensor> tensors = new ArrayList<>();
            try {
                if (warmUp.example().isEmpty()) {
                    if (!servable.inputs().stream().allMatch(Servables::isGuessable)) {
                        return;
                    }
                    servable.inputs().forEach(input -> tensors.add(zeros(input, batchSize)));
                } else {
                    requireExamples(servable, warmUp);
                    for (int i = 0; i < warmUp.example().size(); i++) {
                        tensors.add(servable.feed(i, warmUp.example().get(i).gather(new int[batchSize])));
                    }
                }
                for (int round = 0; round < warmUp.rounds(); round++) {
                    List<Array> outputs = servable.predict(tensors);
                    Arguments.require(!outputs.isEmpty(), "WarmUp", "a model gives something", outputs);
                }
            } finally {
                tensors.forEach(HostTensor::close);
            }
        }
    }

    private static void requireExamples(Servable servable, WarmUp warmUp) {
        Arguments.require(
                warmUp.example().size() == servable.inputs().size(),
                "WarmUp",
                "one example is needed for each input of " + servable.inputs(),
                warmUp.example().size());
    }

    private static boolean isGuessable(TensorDescription input) {
        Shape shape = input.shape();
        boolean isKnown = !shape.isUnknown() && input.dataType().isPresent();
        for (int i = 1; isKnown && i < shape.numDimensions(); i++) {
            isKnown = shape.get(i) != Shape.UNKNOWN_SIZE;
        }
        return isKnown;
    }

    private static HostTensor zeros(TensorDescription input, int batchSize) {
        long[] shape = input.shape().asArray();
        if (shape.length > 0 && shape[0] == Shape.UNKNOWN_SIZE) {
            shape[0] = batchSize;
        }
        DataType type = input.dataType().orElseThrow();
        long bytes = Shape.of(shape).size() * type.size();
        return HostTensor.of(Array.wrap(type, ByteBuffer.allocate(Math.toIntExact(bytes)), shape));
    }
}
