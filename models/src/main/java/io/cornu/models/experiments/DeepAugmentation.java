package io.cornu.models.experiments;

import static io.cornu.activations.Activations.relu;
import static io.cornu.activations.Activations.softmax;
import static io.cornu.losses.Losses.meanSquaredError;

import io.cornu.augmentation.Pipeline;
import io.cornu.augmentation.RandomBrightness;
import io.cornu.augmentation.RandomContrast;
import io.cornu.augmentation.RandomFlip;
import io.cornu.augmentation.RandomRotation;
import io.cornu.augmentation.RandomTranslation;
import io.cornu.augmentation.RandomZoom;
import io.cornu.augmentation.Range;
import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.experiments.Comparison;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.Picture;
import io.cornu.experiments.Report;
import io.cornu.experiments.Section;
import io.cornu.experiments.Text;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.MaxPooling2D;
import io.cornu.model.Architecture;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.History;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.models.data.DataDirectory;
import io.cornu.optimizers.Adam;
import io.cornu.optimizers.SGD;
import io.cornu.plots.ImageGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * "Data Augmentation" of "Deep Neural Networks": images moved, turned, resized, mirrored and lit in another way, and what
 * a network makes of them that has few images to learn from.
 */
record DeepAugmentation(DataDirectory directory) implements Experiment {
    private static final int FEW = 2000;
    private static final int IMAGES = 3;
    private static final int VARIANTS = 4;

    @Override
    public String name() {
        return "deep-augmentation";
    }

    @Override
    public String sentence() {
        return "Images moved, turned, resized, mirrored and lit at random: a look, and learning from 2,000 of them.";
    }

    static Pipeline changes() {
        return Pipeline.of(
                RandomTranslation.of(0.1, 0.1),
                RandomRotation.of(0.03),
                RandomZoom.of(0.1),
                RandomFlip.of(RandomFlip.Mode.HORIZONTAL),
                RandomContrast.of(Range.of(0.5, 0.5)).withValueRange(Range.UNIT),
                RandomBrightness.of(0.1).withValueRange(Range.UNIT));
    }

    private static Architecture network(List<Layer> changes) {
        List<Layer> layers = new ArrayList<>(List.of(Input.of(28, 28, 1)));
        layers.addAll(changes);
        layers.addAll(List.of(
                Conv2D.of(16, 3).withActivation(relu()),
                MaxPooling2D.of(2),
                Conv2D.of(32, 3).withActivation(relu()),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(64).withActivation(relu()),
                Dense.of(10).withActivation(softmax())));
        return Sequential.of(layers);
    }

    @Override
    public Report run(Lab lab) throws IOException {
        DeepData data = DeepData.fashion(directory, lab, 2_500);
        Dataset few = data.train().slice(0, Math.min(FEW, data.train().size()));
        int epochs = lab.choose(8, 60);
        Adam optimizer = Adam.of(0.001);
        Map<String, List<Layer>> variants = new LinkedHashMap<>();
        variants.put("as they are", List.of());
        variants.put("augmented", List.of(changes()));
        Comparison comparison = lab.compare("augmentation", variants, (changes, cell) -> data.withTrain(few)
                .train(network(changes), optimizer, cell.fit(epochs), cell));
        return data.describe(lab.report("Augmentation"))
                .withSetting("epochs", epochs)
                .withSetting("images to learn from", few.size())
                .withSetting("optimizer", optimizer)
                .withSetting("changes", changes().layers())
                .plus(Section.of("What the network sees", grid(lab, data.train())))
                .plus(Section.of(
                        "Learning from them",
                        Sections.best(comparison),
                        comparison.picture("Validation loss", "val_loss"),
                        comparison.picture("Training loss", "loss"),
                        comparison.picture("Validation accuracy", Training.VALIDATION_ACCURACY),
                        comparison.table("On test data"),
                        comparison.history()))
                .plus(Section.of(
                        "What differs from the text",
                        Text.of("The text describes augmentation and has no code for it: network, changes and numbers"
                                + " are this experiment's. It learns from few images, for that is where augmentation"
                                + " is needed."),
                        Text.of("The text names RandomCrop. It cuts smaller images out while training; Keras does not"
                                + " cut them when predicting, and a network with dense layers cannot read both sizes."
                                + " RandomTranslation shifts images within their size instead."),
                        Text.of("The text's last sentence calls SMOTE augmentation for rare classes; SMOTE is another"
                                + " thing, see deep-smote.")));
    }

    /** Each image, and what becomes of it. */
    private static Picture grid(Lab lab, Dataset data) {
        List<Array> images = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            Array image = data.read(new int[] {i}).inputs().get(0);
            images.add(image);
            captions.add("as it is");
            for (Array changed : changed(lab, image)) {
                images.add(changed);
                captions.add("");
            }
        }
        return Picture.of(
                "images",
                "The first training images, and " + VARIANTS + " changes of each",
                ImageGrid.of("Augmented images", Array.concatenate(images), captions)
                        .withColumns(1 + VARIANTS));
    }

    /**
     * Images are changed only while a network learns. So one learns: batch normalization without memory keeps the mean of
     * the last batch, and where that is a single image, the mean is the image.
     */
    static List<Array> changed(Lab lab, Array image) {
        Architecture network = Sequential.of(
                Input.of(28, 28, 1),
                changes(),
                Flatten.of(),
                BatchNormalization.of().withMomentum(0).named("memory"));
        List<Array> seen = new ArrayList<>();
        try (Model model = network.build(lab.cell("augmentation").options())) {
            Dataset one = Dataset.of(image, Array.of(new float[image.size()], 1, image.size()));
            Fit fit = Fit.epochs(VARIANTS).withCallbacks(control -> new FitListener() {
                @Override
                public void epochEnd(History.Epoch epoch) {
                    Array mean = control.model().model().weights().get("memory/moving_mean");
                    seen.add(mean.reshape(1, 28, 28, 1));
                }
            });
            model.compile(SGD.of(0), meanSquaredError()).fit(one, fit);
        }
        return seen;
    }
}
