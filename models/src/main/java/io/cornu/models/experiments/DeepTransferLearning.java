package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.selu;
import static io.cornu.activations.Activations.sigmoid;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.binaryCrossentropy;
import static io.cornu.losses.Losses.sparseCategoricalCrossentropy;
import static io.cornu.metrics.Metrics.binaryAccuracy;
import static io.cornu.metrics.Metrics.sparseCategoricalAccuracy;

import io.cornu.activations.Activation;
import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.experiments.Cell;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Outcome;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.experiments.Verdict;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.model.Architecture;
import io.cornu.model.CompiledModel;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.SGD;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * "Transfer Learning" of "Deep Neural Networks": task A is eight classes of clothing; task B, shirt or sandal, has 200
 * images. A network for B is made of A's hidden layers, frozen for 4 epochs and then free for 6, and compared with
 * networks from scratch.
 */
record DeepTransferLearning(DataDirectory directory) implements Experiment {
    static final int SANDAL = 5;
    static final int SHIRT = 6;
    static final int EXAMPLES_OF_B = 200;
    static final int FROZEN_EPOCHS = 4;
    static final int FREE_EPOCHS = 6;

    private static final SGD OPTIMIZER = SGD.of(0.01);
    private static final String TRANSFER = "transfer";
    private static final String SCRATCH_OF_THE_TEXT = "scratch, SELU";
    private static final String SCRATCH = "scratch, ReLU";

    @Override
    public String name() {
        return "deep-transfer-learning";
    }

    @Override
    public String sentence() {
        return "Shirt or sandal from 200 images: layers that learned eight other classes, frozen then free, or scratch.";
    }

    /** All examples but sandals and shirts, with the classes 7, 8, 9 moved to 5, 6, 7. */
    static Dataset taskA(Dataset data) {
        return chosen(data, false, number -> number > SHIRT ? number - 2 : number);
    }

    /** Sandals, with the target 0, and shirts, with 1. */
    static Dataset taskB(Dataset data) {
        return chosen(data, true, number -> number == SHIRT ? 1 : 0);
    }

    private static Dataset chosen(Dataset data, boolean ofB, IntUnaryOperator target) {
        Batch all = DeepData.all(data);
        int[] classes = all.targets().get(0).toInts();
        int[] rows = IntStream.range(0, classes.length)
                .filter(row -> (classes[row] == SANDAL || classes[row] == SHIRT) == ofB)
                .toArray();
        int[] targets =
                IntStream.of(rows).map(row -> target.applyAsInt(classes[row])).toArray();
        Array column = ofB ? Array.of(targets, targets.length, 1) : Array.of(targets);
        return Dataset.of(new Batch(List.of(all.inputs().get(0).gather(rows)), List.of(column), Optional.empty()));
    }

    static Architecture network(Activation activation, Layer head) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(28, 28, 1), Flatten.of()));
        for (int units : new int[] {300, 100, 50, 50, 50}) {
            layers.add(Dense.of(units).withActivation(activation));
        }
        layers.add(head);
        return Sequential.of(layers);
    }

    private static Layer headOfB() {
        return Dense.of(1).withActivation(sigmoid()).named("shirt_or_sandal");
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 10_000);
        int epochsOfA = lab.choose(3, 10);
        Dataset ofB = taskB(data.train());
        Dataset trainB = ofB.slice(0, Math.min(EXAMPLES_OF_B, ofB.size()));
        Tasks tasks = new Tasks(
                taskA(data.train()), taskA(data.validation()), trainB, taskB(data.validation()), taskB(data.test()));

        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put(TRANSFER, cell -> transferred(tasks, epochsOfA, cell));
        ways.put(SCRATCH_OF_THE_TEXT, cell -> scratch(tasks, selu(), cell));
        ways.put(SCRATCH, cell -> scratch(tasks, relu(), cell));
        Comparison comparison = lab.compare("transfer", ways, (way, cell) -> way.train(cell));

        return data.describe(lab.report("Transfer learning"))
                .withSetting("examples of task A", tasks.trainA().size())
                .withSetting("examples of task B", trainB.size())
                .withSetting(
                        "validation and test examples of task B",
                        tasks.validationB().size() + ", " + tasks.testB().size())
                .withSetting(
                        "epochs",
                        epochsOfA + " of A; of B " + FROZEN_EPOCHS + " frozen and " + FREE_EPOCHS + " free, or "
                                + (FROZEN_EPOCHS + FREE_EPOCHS) + " from scratch")
                .withSetting("optimizer", OPTIMIZER)
                .plus(Section.of(
                        "Task B",
                        verdict(comparison),
                        Sections.best(comparison),
                        comparison.picture("Accuracy on validation data", "val_binary_accuracy"),
                        comparison.picture("Loss on validation data", "val_loss"),
                        comparison.table("On task B's test data; accuracy_of_a is task A's on validation data")))
                .plus(Section.of("Every epoch", comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text compares a transferred network of ReLU with one from scratch of SELU, so two"
                                + " things differ at once. The variant \"" + SCRATCH + "\" is the fair one: the same"
                                + " layers, activation, rate and epochs."),
                        Text.of("The text compares the validation accuracies of one training each. Here all variants"
                                + " are tested on the test files' sandals and shirts, which nothing was chosen by,"
                                + " and --seeds says what is noise.")));
    }

    /** One way to a network for task B. */
    @FunctionalInterface
    interface Way {
        Outcome train(Cell cell);
    }

    record Tasks(Dataset trainA, Dataset validationA, Dataset trainB, Dataset validationB, Dataset testB) {}

    private static Outcome transferred(Tasks tasks, int epochsOfA, Cell cell) {
        try (Model modelA =
                network(relu(), Dense.of(8).withActivation(softmax())).build(cell.options())) {
            History learnedA = modelA.compile(OPTIMIZER, sparseCategoricalCrossentropy(), sparseCategoricalAccuracy())
                    .fit(tasks.trainA(), cell.fit(epochsOfA).withValidationData(tasks.validationA()));
            List<String> layers = modelA.architecture().graph().layers().stream()
                    .map(layer -> layer.name())
                    .toList();
            String lastHidden = layers.get(layers.size() - 2);
            // A copy: what B learns does not change A.
            try (Model modelB = modelA.copy(modelA.architecture().withHead(lastHidden, headOfB()))) {
                modelB.freeze(layers.subList(0, layers.size() - 1)::contains);
                History frozen = fitB(compileB(modelB), tasks, FROZEN_EPOCHS, cell);
                modelB.unfreeze(layer -> true);
                CompiledModel compiled = compileB(modelB);
                History free = fitB(compiled, tasks, FREE_EPOCHS, cell);
                Map<String, Double> results = Training.tested(compiled, tasks.testB());
                results.put("validation_accuracy", free.last().get("val_binary_accuracy"));
                results.put("accuracy_of_a", learnedA.last().get(Training.VALIDATION_ACCURACY));
                return cell.outcome(joined(frozen, free), results);
            }
        }
    }

    private static Outcome scratch(Tasks tasks, Activation activation, Cell cell) {
        try (Model model = network(activation, headOfB()).build(cell.options())) {
            CompiledModel compiled = compileB(model);
            History history = fitB(compiled, tasks, FROZEN_EPOCHS + FREE_EPOCHS, cell);
            Map<String, Double> results = Training.tested(compiled, tasks.testB());
            results.put("validation_accuracy", history.last().get("val_binary_accuracy"));
            return cell.outcome(history, results);
        }
    }

    private static CompiledModel compileB(Model model) {
        return model.compile(OPTIMIZER, binaryCrossentropy(), binaryAccuracy());
    }

    private static History fitB(CompiledModel model, Tasks tasks, int epochs, Cell cell) {
        return model.fit(tasks.trainB(), cell.fit(epochs).withValidationData(tasks.validationB()));
    }

    /** The epochs of two fits, one after the other. */
    private static Map<String, List<Double>> joined(History... fits) {
        Map<String, List<Double>> columns = new LinkedHashMap<>();
        for (History fit : fits) {
            for (History.Epoch epoch : fit.epochs()) {
                epoch.values().forEach((name, value) -> columns.computeIfAbsent(name, missing -> new ArrayList<>())
                        .add(value));
            }
        }
        return columns;
    }

    private static Verdict verdict(Comparison comparison) {
        return Blocks.verdict(
                "By transfer, test accuracy differs by %+.1f points from the same network's from scratch, and by %+.1f"
                        + " points from that of the text's SELU network.",
                100 * (accuracy(comparison, TRANSFER) - accuracy(comparison, SCRATCH)),
                100 * (accuracy(comparison, TRANSFER) - accuracy(comparison, SCRATCH_OF_THE_TEXT)));
    }

    private static double accuracy(Comparison comparison, String variant) {
        return Sections.mean(comparison, variant, Training.TEST_ACCURACY);
    }
}
