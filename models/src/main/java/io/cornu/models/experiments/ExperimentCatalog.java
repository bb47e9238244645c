package io.cornu.models.experiments;

import io.cornu.experiments.Experiment;
import io.cornu.models.data.DataDirectory;
import io.cornu.text.Names;
import java.util.ArrayList;
import java.util.List;

/** The courses' experiments by name. */
public final class ExperimentCatalog {
    private ExperimentCatalog() {}

    /**
     * All experiments, in the order of the texts.
     *
     * @param data where data sets lie
     * @return the experiments
     */
    public static List<Experiment> all(DataDirectory data) {
        List<Experiment> all = new ArrayList<>(List.of(
                new Cifar10Base(data),
                new Cifar10Optimizers(data),
                new Cifar10Cosine(data),
                new Cifar10Schedules(data),
                new Cifar10Regularization(data),
                new Cifar10Search(data),
                new Cifar10WrapUp(data),
                new OptimizersRates(data),
                new OptimizersBatchSizes(data),
                new OptimizersInitializers(data),
                new OptimizersCallbacks(data),
                new OptimizersBeyondGradients(data),
                new MnistOptimizers(data),
                new MnistCaseStudy(data),
                new MnistRandomSearch(data),
                new MnistMomentum(data),
                new MnistWidth(data),
                new MnistLandscape(data),
                new MnistBatches(data),
                new MnistLearningRate(data),
                new MnistAdaptive(data)));
        all.addAll(deepNetworks(data));
        return List.copyOf(all);
    }

    /** Those of "Deep Neural Networks". */
    private static List<Experiment> deepNetworks(DataDirectory data) {
        return List.of(
                new DeepSigmoid(),
                new DeepVanishingGradients(data),
                new DeepInitializers(),
                new DeepActivations(),
                new DeepActivationComparison(data),
                new DeepBatchNormalization(data),
                new DeepGradientClipping(data),
                new DeepTransferLearning(data),
                new DeepValley(),
                new DeepLearningRateRange(data),
                new DeepSchedules(),
                new DeepEarlyStopping(data),
                new DeepRegularizers(data),
                new DeepDropout(data),
                new DeepMonteCarloDropout(data),
                new DeepMaxNorm(data),
                new DeepAugmentation(data),
                new DeepSmote(data),
                new DeepCifar10Exercise(data));
    }

    /**
     * One experiment.
     *
     * @param name its name
     * @param data where data sets lie
     * @return the experiment
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Experiment get(String name, DataDirectory data) {
        List<Experiment> all = all(data);
        return all.stream()
                .filter(experiment -> experiment.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("experiment: expected the name of an experiment, received"
                                + " '" + name + "'. "
                                + Names.suggestion(
                                        name, all.stream().map(Experiment::name).toList())));
    }
}
