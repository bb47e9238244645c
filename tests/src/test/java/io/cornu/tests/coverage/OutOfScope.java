package io.cornu.tests.coverage;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of Keras that are not asked for, each with its reason, and why others are absent. */
final class OutOfScope {
    private static final String TEXT = "text preprocessing";
    private static final String AUDIO = "audio preprocessing";
    private static final String OTHER_BACKEND = "wraps another framework's code";
    private static final String CONV_LSTM = "ConvLSTM";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("layers.TextVectorization", TEXT),
            Map.entry("layers.StringLookup", TEXT),
            Map.entry("layers.MelSpectrogram", AUDIO),
            Map.entry("layers.STFTSpectrogram", AUDIO),
            Map.entry("layers.MaxNumBoundingBoxes", "bounding-box preprocessing"),
            Map.entry("layers.ConvLSTM1D", CONV_LSTM),
            Map.entry("layers.ConvLSTM2D", CONV_LSTM),
            Map.entry("layers.ConvLSTM3D", CONV_LSTM),
            Map.entry("layers.FlaxLayer", OTHER_BACKEND),
            Map.entry("layers.JaxLayer", OTHER_BACKEND),
            Map.entry("layers.TorchModuleWrapper", OTHER_BACKEND),
            Map.entry("layers.TFSMLayer", OTHER_BACKEND),
            Map.entry("layers.InputSpec", "Keras' machinery for checking shapes: `Layer.outputShape`"),
            Map.entry("optimizers.OptimizerMap", "Keras' machinery behind MultiOptimizer"),
            Map.entry("losses.CTC", "CTC"),
            Map.entry("losses.ctc", "CTC"),
            Map.entry("initializers.STFT", "STFT"),
            Map.entry("callbacks.OrbaxCheckpoint", "Orbax"),
            Map.entry("callbacks.RemoteMonitor", "RemoteMonitor"));

    /** Keras' machinery for turning its objects into files and back: {@code KerasArchive} and the registry here. */
    private static final Set<String> MACHINERY = Set.of("deserialize", "serialize", "get");

    private static final Map<String, String> ABSENCES = Map.of(
            "Lambda", "runs Python code from a file; write a Layer and register it",
            "Mean", "sums up numbers fed to it by hand; a metric of targets and predictions is a MeanMetric",
            "Sum", "sums up numbers fed to it by hand; see Metric",
            "Hashing", "categorical features as texts",
            "HashedCrossing", "categorical features as texts",
            "IntegerLookup", "a lookup table; ClassNumbers and CategoryEncoding do it for classes");

    private OutOfScope() {}

    static Optional<String> reason(String module, String name) {
        return MACHINERY.contains(name)
                ? Optional.of("files are `KerasArchive`'s and `KerasRegistry`'s matter")
                : Optional.ofNullable(REASONS.get(module + "." + name));
    }

    static String absence(String name) {
        return ABSENCES.getOrDefault(name, "");
    }
}
