package io.cornu.cli;

import io.cornu.data.Dataset;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all trials of a search have in common, in words: a study with others has values that cannot be compared. */
final class TuneSettings {
    private static final int DIGITS = 12;

    private TuneSettings() {}

    /**
     * By the names of the options. Not among them is what changes no more than last digits or where things are
     * written, and the seed and the metric, which a study knows by itself.
     */
    static Map<String, String> shared(TrainSettings settings, TrainData data, TuneRanges ranges) throws IOException {
        Map<String, String> shared = new TreeMap<>();
        shared.put("architecture", architecture(settings.architecture()));
        shared.put("data", sha(data.digest()));
        shared.put(
                "validation data",
                data.validationDigest()
                        .map(TuneSettings::sha)
                        .orElse(data.validation().map(Dataset::size).orElse(0) + " examples held back"));
        shared.put("scaling", data.scaling());
        shared.put("epochs", Integer.toString(settings.epochs()));
        shared.put("batch-size", Integer.toString(settings.batchSize()));
        shared.put("optimizer", text(settings.optimizer()));
        shared.put("learning-rate", text(settings.learningRate()));
        shared.put("schedule", text(settings.schedule()));
        shared.put("warmup", text(settings.warmUp()));
        shared.put("momentum", text(settings.momentum()));
        shared.put("nesterov", Boolean.toString(settings.nesterov()));
        shared.put("clipnorm", text(settings.clipnorm()));
        shared.put("loss", text(settings.loss()));
        shared.put("no-shuffle", Boolean.toString(!settings.shuffle()));
        shared.put("early-stopping", text(settings.earlyStopping()));
        shared.put("reduce-lr", text(settings.reduceLearningRate()));
        for (SearchRange range : ranges.ranges()) {
            String condition = range.condition()
                    .map(c -> " if " + c.getKey() + "=" + c.getValue())
                    .orElse("");
            shared.put(range.option(), "searched in " + range.distribution() + condition);
        }
        return shared;
    }

    private static String text(@Nullable Object setting) {
        return setting == null ? "as usual" : setting.toString();
    }

    private static String architecture(String name) throws IOException {
        return SettingsCheck.digest(name)
                .map(digest -> "a file, " + sha(digest))
                .orElse(name);
    }

    private static String sha(String digest) {
        return "SHA-256 " + digest.substring(0, Math.min(DIGITS, digest.length()));
    }
}
