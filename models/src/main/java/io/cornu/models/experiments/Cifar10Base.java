package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.Padding.SAME;

import io.cornu.data.Dataset;
import io.cornu.data.Scaling;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Table;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.VariableSpec;
import io.cornu.model.Architecture;
import io.cornu.model.LayerGraph;
import io.cornu.model.Sequential;
import io.cornu.models.BaseCnn;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.plots.ImageGrid;
import io.cornu.text.Shapes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/**
 * Steps 2 and 3 of the course on optimisation (Deep Learning IndabaX Ghana 2025), and its student task 1: the images of
 * CIFAR-10, the base network, and the one with a block of convolution and batch normalization more and dropout 0.3.
 */
record Cifar10Base(DataDirectory directory) implements Experiment {
    private static final int SAMPLES = 20;
    private static final int BATCH = 64;

    @Override
    public String name() {
        return "cifar10-base";
    }

    @Override
    public String sentence() {
        return "The images of CIFAR-10, and the base CNN beside one with a block more and dropout 0.3.";
    }

    @Override
    public Report run(Lab lab) throws IOException {
        CourseData data = CourseData.load("cifar-10", Scaling.standardize(), directory, lab);
        int epochs = lab.choose(2, 10);
        Adam optimizer = Adam.of(0.001);
        Map<String, Architecture> networks = new LinkedHashMap<>();
        networks.put("base", BaseCnn.of(Shape.of(32, 32, 3), 10));
        networks.put("one more block", oneMoreBlock());

        Comparison comparison = lab.compare(
                "networks",
                networks,
                (network, cell) -> Training.classify(
                        network,
                        optimizer,
                        data.train(),
                        data.test(),
                        cell.fit(epochs).withBatchSize(BATCH).withValidationSplit(CourseData.VALIDATION_SPLIT),
                        cell));

        return data.describe(lab.report("The base network on CIFAR-10"))
                .withSetting("epochs", epochs)
                .withSetting("batch size", BATCH)
                .withSetting("optimizer", optimizer)
                .plus(Section.of(
                        "What there is to see",
                        Picture.of("samples", "The first training images and their classes", samples(data.raw()))))
                .plus(Section.of(
                        "The networks",
                        layers("base", "The base network", networks.get("base")),
                        layers("one-more-block", "With one more block", networks.get("one more block"))))
                .plus(Sections.compared("What a block more learns", comparison, Sections.fastest(comparison)))
                .plus(Sections.differences(
                        "The text names no optimizer for its base network: it is the Adam of its later comparison, with"
                                + " that comparison's epochs, batch size and validation split.",
                        "The text does not say where the new block goes: it stands before the pooling and has as many"
                                + " filters as the block before it. All activations are ReLU already.",
                        "The pictures have the classes' names below them; the text's have their numbers."))
                .plus(Sections.everyEpoch(Sections.heldBack(CourseData.VALIDATION_SPLIT), comparison));
    }

    /** Student task 1. */
    static Architecture oneMoreBlock() {
        return Sequential.of(
                Input.of(32, 32, 3),
                Conv2D.of(32, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                Conv2D.of(64, 3).withPadding(SAME).withActivation(relu()),
                BatchNormalization.of(),
                MaxPooling2D.of(2),
                Dropout.of(0.3),
                Flatten.of(),
                Dense.of(128).withActivation(relu()),
                BatchNormalization.of(),
                Dropout.of(0.5),
                Dense.of(10).withActivation(softmax()));
    }

    private static ImageGrid samples(Dataset raw) {
        var first = raw.read(IntStream.range(0, SAMPLES).toArray());
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            int label = (int) first.targets().get(0).at(i);
            captions.add(
                    raw.classNames().isEmpty()
                            ? Integer.toString(label)
                            : raw.classNames().get(label));
        }
        return ImageGrid.of("", first.inputs().get(0), captions);
    }

    /** What {@code model.summary()} prints. */
    private static Table layers(String name, String caption, Architecture network) {
        Table table = Table.of(name + "-layers", caption, "layer", "kind", "output shape", "parameters");
        LayerGraph graph = network.graph();
        for (LayerGraph.Call call : graph.calls()) {
            LayerGraph.NetworkLayer layer = graph.layers().get(call.layer());
            long parameters = graph.variables(call.layer()).values().stream()
                    .map(VariableSpec::shape)
                    .mapToLong(Shape::size)
                    .sum();
            table = table.plus(
                    layer.name(),
                    layer.layer().kind(),
                    Shapes.text(call.outputShapes().get(0)),
                    parameters);
        }
        return table;
    }
}
