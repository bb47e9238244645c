package io.cornu.tests.fuzz;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;

import io.cornu.layers.Add;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Dropout;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.Padding;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.layers.operations.Index;
import io.cornu.layers.operations.Operations;
import io.cornu.layers.recurrent.LSTM;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.Functional;
import io.cornu.model.Functional.Node;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.Adam;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasH5;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasWeights;
import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whole files to be damaged, small ones with much in them. */
final class Corpus {
    private Corpus() {}

    /** The kinds of files with their readers. */
    static List<Subject> subjects(Path folder) throws IOException {
        List<byte[]> archives = new ArrayList<>();
        List<byte[]> legacy = new ArrayList<>();
        List<byte[]> weights = new ArrayList<>();
        List<Map<String, byte[]>> graphs = new ArrayList<>();
        List<Subject> subjects = new ArrayList<>();
        for (Architecture architecture : architectures()) {
            try (Model model = architecture.build(Seed.of(1))) {
                CompiledModel compiled = model.compile(Adam.of(.001), sparseCategoricalCrossentropy());
                archives.add(written(folder, file -> KerasArchive.write(compiled, file)));
                legacy.add(written(folder, file -> KerasH5.write(compiled, file)));
                if (weights.isEmpty()) {
                    weights.add(written(folder, file -> KerasWeights.write(compiled, file)));
                    subjects.add(ModelFileSubject.weights(weights, architecture));
                    Path checkpoint = Files.createDirectories(folder.resolve("checkpoint"));
                    CheckpointFolder.of(checkpoint).save(KerasModel.of(compiled));
                    subjects.add(new CheckpointSubject(SavedModelSubject.files(checkpoint)));
                }
                Path graph = folder.resolve("whole");
                SavedModel.write(model, graph);
                graphs.add(SavedModelSubject.files(graph));
            }
        }
        subjects.add(new KerasSubject(archives));
        subjects.add(ModelFileSubject.legacy(legacy));
        subjects.add(new SavedModelSubject(graphs));
        return subjects;
    }

    private static byte[] written(Path folder, ModelFileSubject.Reader writer) throws IOException {
        Path file = folder.resolve("whole.model");
        writer.read(file);
        byte[] whole = Files.readAllBytes(file);
        Files.delete(file);
        return whole;
    }

    private static List<Architecture> architectures() {
        return List.of(convolutional(), residual(), words(), nested());
    }

    private static Architecture convolutional() {
        return Sequential.of(
                Input.of(8, 8, 3),
                Rescaling.of(1 / 255.0),
                Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.25),
                Flatten.of(),
                Dense.of(5).withActivation(softmax()));
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(6, 6, 2));
        Node x = net.add(DepthwiseConv2D.of(3), net.add(ZeroPadding2D.of(1), image));
        Node sum = net.add(Add.of(), image, x);
        Node up = net.add(UpSampling2D.of(2), sum);
        return net.build(image, net.add(Dense.of(2), net.add(GlobalAveragePooling2D.of(), up)));
    }

    private static Architecture words() {
        return Sequential.of(
                Input.of(6),
                Embedding.of(10, 4),
                LayerNormalization.of(),
                LSTM.of(3),
                Reshape.of(3, 1),
                Flatten.of(),
                Dense.of(2).withActivation(softmax()));
    }

    private static Architecture nested() {
        Functional.Builder net = Functional.builder();
        Node image = net.input(Input.of(6, 6, 2));
        Layer base = Sequential.of(Input.of(6, 6, 2), Conv2D.of(3, 3), GlobalAveragePooling2D.of())
                .named("base")
                .asLayer();
        Node both = net.add(Operations.add(2), net.add(Operations.multiply(0.5), image));
        Node row = net.add(Flatten.of(), net.add(Operations.index(Index.all(), Index.at(0)), image));
        return net.build(image, net.add(Dense.of(2), net.add(Concatenate.of(), net.add(base, both), row)));
    }
}
